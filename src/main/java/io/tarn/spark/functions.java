package io.tarn.spark;

import io.tarn.spark.sql.Columns;
import org.apache.spark.sql.Column;

/**
 * tarn's functions on columns, for static import beside {@code org.apache.spark.sql.functions}. A session needs not
 * have the extension, but for Spark Connect, where the server must.
 *
 * <p>What follows the first column are the arguments in their order: numbers, flags, text, and lists or arrays of them;
 * null stands for a default. A map, given last, names arguments: {@code max_pool2d(t, Map.of("kernel_size", 2))}.
 * Lists and maps may be Scala's.
 * A mistake in them is found by analysis. A try_ function gives null for an image that the plain one fails on.
 *
 * <p>Written by {@code mvn test -Dtest=FunctionsTest -Dtarn.docs=write}.
 */
public final class functions {
    private functions() {}

    /**
     * decode_image(content[, decoder, mode, inexact_draft, max_pixels, max_encoded_bytes]): An encoded image to
     * Pillow's pixels, uint8 [H, W, 3]; JPEG, PNG, GIF, BMP, WebP and TIFF. From Pillow, Image.open and
     * Image.convert.
     */
    public static Column decode_image(Column input, Object... arguments) {
        return Columns.call("decode_image", input, arguments);
    }

    /** {@link #decode_image}, or null for a bad image. */
    public static Column try_decode_image(Column input, Object... arguments) {
        return Columns.call("try_decode_image", input, arguments);
    }

    /**
     * resize(tensor, size[, filter]): Resizes an image as Pillow does, bit for bit. From
     * torchvision.transforms.v2.functional.resize on PIL images.
     */
    public static Column resize(Column input, Object... arguments) {
        return Columns.call("resize", input, arguments);
    }

    /** {@link #resize}, or null for a bad image. */
    public static Column try_resize(Column input, Object... arguments) {
        return Columns.call("try_resize", input, arguments);
    }

    /**
     * center_crop(tensor, output_size): The middle of an image or tensor; smaller ones get a border of 0. From
     * torchvision.transforms.v2.functional.center_crop.
     */
    public static Column center_crop(Column input, Object... arguments) {
        return Columns.call("center_crop", input, arguments);
    }

    /** {@link #center_crop}, or null for a bad image. */
    public static Column try_center_crop(Column input, Object... arguments) {
        return Columns.call("try_center_crop", input, arguments);
    }

    /**
     * crop(tensor, top, left, height, width): A part of an image or tensor; 0 beyond its edges. From
     * torchvision.transforms.v2.functional.crop.
     */
    public static Column crop(Column input, Object... arguments) {
        return Columns.call("crop", input, arguments);
    }

    /** {@link #crop}, or null for a bad image. */
    public static Column try_crop(Column input, Object... arguments) {
        return Columns.call("try_crop", input, arguments);
    }

    /**
     * pad(tensor, padding[, fill, padding_mode]): Adds a border to an image or tensor. From
     * torchvision.transforms.v2.functional.pad.
     */
    public static Column pad(Column input, Object... arguments) {
        return Columns.call("pad", input, arguments);
    }

    /** {@link #pad}, or null for a bad image. */
    public static Column try_pad(Column input, Object... arguments) {
        return Columns.call("try_pad", input, arguments);
    }

    /**
     * horizontal_flip(tensor): Swaps left and right. From torchvision.transforms.v2.functional.horizontal_flip.
     */
    public static Column horizontal_flip(Column input, Object... arguments) {
        return Columns.call("horizontal_flip", input, arguments);
    }

    /** {@link #horizontal_flip}, or null for a bad image. */
    public static Column try_horizontal_flip(Column input, Object... arguments) {
        return Columns.call("try_horizontal_flip", input, arguments);
    }

    /**
     * vertical_flip(tensor): Swaps top and bottom. From torchvision.transforms.v2.functional.vertical_flip.
     */
    public static Column vertical_flip(Column input, Object... arguments) {
        return Columns.call("vertical_flip", input, arguments);
    }

    /** {@link #vertical_flip}, or null for a bad image. */
    public static Column try_vertical_flip(Column input, Object... arguments) {
        return Columns.call("try_vertical_flip", input, arguments);
    }

    /**
     * exif_transpose(image): Turns an image upright, as its EXIF orientation tells. From Pillow,
     * ImageOps.exif_transpose.
     */
    public static Column exif_transpose(Column input, Object... arguments) {
        return Columns.call("exif_transpose", input, arguments);
    }

    /** {@link #exif_transpose}, or null for a bad image. */
    public static Column try_exif_transpose(Column input, Object... arguments) {
        return Columns.call("try_exif_transpose", input, arguments);
    }

    /**
     * alpha_composite(tensor, background): Lays an image with alpha (decode mode rgba) over a colour: [H, W, 4] to
     * [H, W, 3]. From Pillow, Image.alpha_composite.
     */
    public static Column alpha_composite(Column input, Object... arguments) {
        return Columns.call("alpha_composite", input, arguments);
    }

    /** {@link #alpha_composite}, or null for a bad image. */
    public static Column try_alpha_composite(Column input, Object... arguments) {
        return Columns.call("try_alpha_composite", input, arguments);
    }

    /**
     * grayscale(tensor): Pillow's L: [H, W, 3] to [H, W, 1]. From Pillow, Image.convert.
     */
    public static Column grayscale(Column input, Object... arguments) {
        return Columns.call("grayscale", input, arguments);
    }

    /** {@link #grayscale}, or null for a bad image. */
    public static Column try_grayscale(Column input, Object... arguments) {
        return Columns.call("try_grayscale", input, arguments);
    }

    /**
     * to_tensor(tensor): uint8 [H, W, C] to float32 [C, H, W], divided by 255. From
     * torchvision.transforms.functional.to_tensor.
     */
    public static Column to_tensor(Column input, Object... arguments) {
        return Columns.call("to_tensor", input, arguments);
    }

    /** {@link #to_tensor}, or null for a bad image. */
    public static Column try_to_tensor(Column input, Object... arguments) {
        return Columns.call("try_to_tensor", input, arguments);
    }

    /**
     * pil_to_tensor(tensor): uint8 [H, W, C] to uint8 [C, H, W]. From
     * torchvision.transforms.v2.functional.pil_to_tensor.
     */
    public static Column pil_to_tensor(Column input, Object... arguments) {
        return Columns.call("pil_to_tensor", input, arguments);
    }

    /** {@link #pil_to_tensor}, or null for a bad image. */
    public static Column try_pil_to_tensor(Column input, Object... arguments) {
        return Columns.call("try_pil_to_tensor", input, arguments);
    }

    /**
     * to_dtype(tensor[, dtype, scale]): Converts a tensor's elements to another type. From
     * torchvision.transforms.v2.functional.to_dtype.
     */
    public static Column to_dtype(Column input, Object... arguments) {
        return Columns.call("to_dtype", input, arguments);
    }

    /** {@link #to_dtype}, or null for a bad image. */
    public static Column try_to_dtype(Column input, Object... arguments) {
        return Columns.call("try_to_dtype", input, arguments);
    }

    /**
     * normalize(tensor, mean, std): (x - mean) / std, channel by channel. From
     * torchvision.transforms.v2.functional.normalize.
     */
    public static Column normalize(Column input, Object... arguments) {
        return Columns.call("normalize", input, arguments);
    }

    /** {@link #normalize}, or null for a bad image. */
    public static Column try_normalize(Column input, Object... arguments) {
        return Columns.call("try_normalize", input, arguments);
    }

    /**
     * feature_maps(tensor, maps): Several steps on the same tensor, concatenated along the channels. From torch.cat.
     */
    public static Column feature_maps(Column input, Object... arguments) {
        return Columns.call("feature_maps", input, arguments);
    }

    /** {@link #feature_maps}, or null for a bad image. */
    public static Column try_feature_maps(Column input, Object... arguments) {
        return Columns.call("try_feature_maps", input, arguments);
    }

    /**
     * identity(tensor): What came in, unchanged. From torch.nn.Identity.
     */
    public static Column identity(Column input, Object... arguments) {
        return Columns.call("identity", input, arguments);
    }

    /** {@link #identity}, or null for a bad image. */
    public static Column try_identity(Column input, Object... arguments) {
        return Columns.call("try_identity", input, arguments);
    }

    /**
     * roll(tensor, shifts, dims): Moves the elements along dimensions; what leaves at one end enters at the other.
     * From torch.roll.
     */
    public static Column roll(Column input, Object... arguments) {
        return Columns.call("roll", input, arguments);
    }

    /** {@link #roll}, or null for a bad image. */
    public static Column try_roll(Column input, Object... arguments) {
        return Columns.call("try_roll", input, arguments);
    }

    /**
     * blend(tensor, with, weights): x * a + step(x) * b. From PyTorch, element by element.
     */
    public static Column blend(Column input, Object... arguments) {
        return Columns.call("blend", input, arguments);
    }

    /** {@link #blend}, or null for a bad image. */
    public static Column try_blend(Column input, Object... arguments) {
        return Columns.call("try_blend", input, arguments);
    }

    /**
     * png(tensor): uint8 picture to the bytes of a PNG file; the last step of an output. From the PNG specification.
     */
    public static Column png(Column input, Object... arguments) {
        return Columns.call("png", input, arguments);
    }

    /** {@link #png}, or null for a bad image. */
    public static Column try_png(Column input, Object... arguments) {
        return Columns.call("try_png", input, arguments);
    }

    /**
     * max_pool1d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, return_indices,
     * storage_order]): the largest element of each window; any element type. From torch.nn.functional; ONNX MaxPool.
     */
    public static Column max_pool1d(Column input, Object... arguments) {
        return Columns.call("max_pool1d", input, arguments);
    }

    /** {@link #max_pool1d}, or null for a bad image. */
    public static Column try_max_pool1d(Column input, Object... arguments) {
        return Columns.call("try_max_pool1d", input, arguments);
    }

    /**
     * max_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, return_indices,
     * storage_order]): the largest element of each window; any element type. From torch.nn.functional; ONNX MaxPool.
     */
    public static Column max_pool2d(Column input, Object... arguments) {
        return Columns.call("max_pool2d", input, arguments);
    }

    /** {@link #max_pool2d}, or null for a bad image. */
    public static Column try_max_pool2d(Column input, Object... arguments) {
        return Columns.call("try_max_pool2d", input, arguments);
    }

    /**
     * max_pool3d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, return_indices,
     * storage_order]): the largest element of each window; any element type. From torch.nn.functional; ONNX MaxPool.
     */
    public static Column max_pool3d(Column input, Object... arguments) {
        return Columns.call("max_pool3d", input, arguments);
    }

    /** {@link #max_pool3d}, or null for a bad image. */
    public static Column try_max_pool3d(Column input, Object... arguments) {
        return Columns.call("try_max_pool3d", input, arguments);
    }

    /**
     * avg_pool1d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad,
     * count_include_pad]): the mean of each window; floating types, int64 and uint8. From torch.nn.functional; ONNX
     * AveragePool.
     */
    public static Column avg_pool1d(Column input, Object... arguments) {
        return Columns.call("avg_pool1d", input, arguments);
    }

    /** {@link #avg_pool1d}, or null for a bad image. */
    public static Column try_avg_pool1d(Column input, Object... arguments) {
        return Columns.call("try_avg_pool1d", input, arguments);
    }

    /**
     * avg_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, count_include_pad,
     * divisor_override]): the mean of each window; floating types, int64 and uint8. From torch.nn.functional; ONNX
     * AveragePool.
     */
    public static Column avg_pool2d(Column input, Object... arguments) {
        return Columns.call("avg_pool2d", input, arguments);
    }

    /** {@link #avg_pool2d}, or null for a bad image. */
    public static Column try_avg_pool2d(Column input, Object... arguments) {
        return Columns.call("try_avg_pool2d", input, arguments);
    }

    /**
     * avg_pool3d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, count_include_pad,
     * divisor_override]): the mean of each window; floating types, int64 and uint8. From torch.nn.functional; ONNX
     * AveragePool.
     */
    public static Column avg_pool3d(Column input, Object... arguments) {
        return Columns.call("avg_pool3d", input, arguments);
    }

    /** {@link #avg_pool3d}, or null for a bad image. */
    public static Column try_avg_pool3d(Column input, Object... arguments) {
        return Columns.call("try_avg_pool3d", input, arguments);
    }

    /**
     * lp_pool1d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, norm_type, abs]):
     * the p-norm of each window; floating types. From torch.nn.functional; ONNX LpPool with abs: true.
     */
    public static Column lp_pool1d(Column input, Object... arguments) {
        return Columns.call("lp_pool1d", input, arguments);
    }

    /** {@link #lp_pool1d}, or null for a bad image. */
    public static Column try_lp_pool1d(Column input, Object... arguments) {
        return Columns.call("try_lp_pool1d", input, arguments);
    }

    /**
     * lp_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, norm_type, abs]):
     * the p-norm of each window; floating types. From torch.nn.functional; ONNX LpPool with abs: true.
     */
    public static Column lp_pool2d(Column input, Object... arguments) {
        return Columns.call("lp_pool2d", input, arguments);
    }

    /** {@link #lp_pool2d}, or null for a bad image. */
    public static Column try_lp_pool2d(Column input, Object... arguments) {
        return Columns.call("try_lp_pool2d", input, arguments);
    }

    /**
     * lp_pool3d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad, norm_type, abs]):
     * the p-norm of each window; floating types. From torch.nn.functional; ONNX LpPool with abs: true.
     */
    public static Column lp_pool3d(Column input, Object... arguments) {
        return Columns.call("lp_pool3d", input, arguments);
    }

    /** {@link #lp_pool3d}, or null for a bad image. */
    public static Column try_lp_pool3d(Column input, Object... arguments) {
        return Columns.call("try_lp_pool3d", input, arguments);
    }

    /**
     * adaptive_max_pool1d(tensor, output_size[, return_indices]): the largest element of each of output_size windows
     * that cover the input; floating types. From torch.nn.functional.
     */
    public static Column adaptive_max_pool1d(Column input, Object... arguments) {
        return Columns.call("adaptive_max_pool1d", input, arguments);
    }

    /** {@link #adaptive_max_pool1d}, or null for a bad image. */
    public static Column try_adaptive_max_pool1d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_max_pool1d", input, arguments);
    }

    /**
     * adaptive_max_pool2d(tensor, output_size[, return_indices]): the largest element of each of output_size windows
     * that cover the input; floating types. From torch.nn.functional.
     */
    public static Column adaptive_max_pool2d(Column input, Object... arguments) {
        return Columns.call("adaptive_max_pool2d", input, arguments);
    }

    /** {@link #adaptive_max_pool2d}, or null for a bad image. */
    public static Column try_adaptive_max_pool2d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_max_pool2d", input, arguments);
    }

    /**
     * adaptive_max_pool3d(tensor, output_size[, return_indices]): the largest element of each of output_size windows
     * that cover the input; floating types. From torch.nn.functional.
     */
    public static Column adaptive_max_pool3d(Column input, Object... arguments) {
        return Columns.call("adaptive_max_pool3d", input, arguments);
    }

    /** {@link #adaptive_max_pool3d}, or null for a bad image. */
    public static Column try_adaptive_max_pool3d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_max_pool3d", input, arguments);
    }

    /**
     * adaptive_avg_pool1d(tensor, output_size): the mean of each of output_size windows that cover the input;
     * floating types. From torch.nn.functional.
     */
    public static Column adaptive_avg_pool1d(Column input, Object... arguments) {
        return Columns.call("adaptive_avg_pool1d", input, arguments);
    }

    /** {@link #adaptive_avg_pool1d}, or null for a bad image. */
    public static Column try_adaptive_avg_pool1d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_avg_pool1d", input, arguments);
    }

    /**
     * adaptive_avg_pool2d(tensor, output_size): the mean of each of output_size windows that cover the input;
     * floating types. From torch.nn.functional.
     */
    public static Column adaptive_avg_pool2d(Column input, Object... arguments) {
        return Columns.call("adaptive_avg_pool2d", input, arguments);
    }

    /** {@link #adaptive_avg_pool2d}, or null for a bad image. */
    public static Column try_adaptive_avg_pool2d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_avg_pool2d", input, arguments);
    }

    /**
     * adaptive_avg_pool3d(tensor, output_size): the mean of each of output_size windows that cover the input;
     * floating types. From torch.nn.functional.
     */
    public static Column adaptive_avg_pool3d(Column input, Object... arguments) {
        return Columns.call("adaptive_avg_pool3d", input, arguments);
    }

    /** {@link #adaptive_avg_pool3d}, or null for a bad image. */
    public static Column try_adaptive_avg_pool3d(Column input, Object... arguments) {
        return Columns.call("try_adaptive_avg_pool3d", input, arguments);
    }

    /**
     * max_unpool1d(pooled, kernel_size[, stride, padding, output_size]): maxima back where they came from, zeros
     * elsewhere; follows a max_pool with return_indices: true in the same list; floating types. From
     * torch.nn.functional; ONNX MaxUnpool.
     */
    public static Column max_unpool1d(Column input, Object... arguments) {
        return Columns.call("max_unpool1d", input, arguments);
    }

    /** {@link #max_unpool1d}, or null for a bad image. */
    public static Column try_max_unpool1d(Column input, Object... arguments) {
        return Columns.call("try_max_unpool1d", input, arguments);
    }

    /**
     * max_unpool2d(pooled, kernel_size[, stride, padding, output_size]): maxima back where they came from, zeros
     * elsewhere; follows a max_pool with return_indices: true in the same list; floating types. From
     * torch.nn.functional; ONNX MaxUnpool.
     */
    public static Column max_unpool2d(Column input, Object... arguments) {
        return Columns.call("max_unpool2d", input, arguments);
    }

    /** {@link #max_unpool2d}, or null for a bad image. */
    public static Column try_max_unpool2d(Column input, Object... arguments) {
        return Columns.call("try_max_unpool2d", input, arguments);
    }

    /**
     * max_unpool3d(pooled, kernel_size[, stride, padding, output_size]): maxima back where they came from, zeros
     * elsewhere; follows a max_pool with return_indices: true in the same list; floating types. From
     * torch.nn.functional; ONNX MaxUnpool.
     */
    public static Column max_unpool3d(Column input, Object... arguments) {
        return Columns.call("max_unpool3d", input, arguments);
    }

    /** {@link #max_unpool3d}, or null for a bad image. */
    public static Column try_max_unpool3d(Column input, Object... arguments) {
        return Columns.call("try_max_unpool3d", input, arguments);
    }

    /**
     * fractional_max_pool2d(tensor, kernel_size[, output_size, output_ratio, random_samples, seed, return_indices]):
     * the largest element of windows at pseudo-random places; floating types. From torch.nn.functional; Graham,
     * arXiv:1412.6071.
     */
    public static Column fractional_max_pool2d(Column input, Object... arguments) {
        return Columns.call("fractional_max_pool2d", input, arguments);
    }

    /** {@link #fractional_max_pool2d}, or null for a bad image. */
    public static Column try_fractional_max_pool2d(Column input, Object... arguments) {
        return Columns.call("try_fractional_max_pool2d", input, arguments);
    }

    /**
     * fractional_max_pool3d(tensor, kernel_size[, output_size, output_ratio, random_samples, seed, return_indices]):
     * the largest element of windows at pseudo-random places; floating types. From torch.nn.functional; Graham,
     * arXiv:1412.6071.
     */
    public static Column fractional_max_pool3d(Column input, Object... arguments) {
        return Columns.call("fractional_max_pool3d", input, arguments);
    }

    /** {@link #fractional_max_pool3d}, or null for a bad image. */
    public static Column try_fractional_max_pool3d(Column input, Object... arguments) {
        return Columns.call("try_fractional_max_pool3d", input, arguments);
    }

    /**
     * min_pool1d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the smallest
     * element of each window; any element type. From -max_pool(-x) of torch.nn.functional.
     */
    public static Column min_pool1d(Column input, Object... arguments) {
        return Columns.call("min_pool1d", input, arguments);
    }

    /** {@link #min_pool1d}, or null for a bad image. */
    public static Column try_min_pool1d(Column input, Object... arguments) {
        return Columns.call("try_min_pool1d", input, arguments);
    }

    /**
     * min_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the smallest
     * element of each window; any element type. From -max_pool(-x) of torch.nn.functional.
     */
    public static Column min_pool2d(Column input, Object... arguments) {
        return Columns.call("min_pool2d", input, arguments);
    }

    /** {@link #min_pool2d}, or null for a bad image. */
    public static Column try_min_pool2d(Column input, Object... arguments) {
        return Columns.call("try_min_pool2d", input, arguments);
    }

    /**
     * min_pool3d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the smallest
     * element of each window; any element type. From -max_pool(-x) of torch.nn.functional.
     */
    public static Column min_pool3d(Column input, Object... arguments) {
        return Columns.call("min_pool3d", input, arguments);
    }

    /** {@link #min_pool3d}, or null for a bad image. */
    public static Column try_min_pool3d(Column input, Object... arguments) {
        return Columns.call("try_min_pool3d", input, arguments);
    }

    /**
     * sum_pool1d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the sum of each
     * window; floating types and int64. From avg_pool of torch.nn.functional with divisor_override 1.
     */
    public static Column sum_pool1d(Column input, Object... arguments) {
        return Columns.call("sum_pool1d", input, arguments);
    }

    /** {@link #sum_pool1d}, or null for a bad image. */
    public static Column try_sum_pool1d(Column input, Object... arguments) {
        return Columns.call("try_sum_pool1d", input, arguments);
    }

    /**
     * sum_pool2d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the sum of each
     * window; floating types and int64. From avg_pool of torch.nn.functional with divisor_override 1.
     */
    public static Column sum_pool2d(Column input, Object... arguments) {
        return Columns.call("sum_pool2d", input, arguments);
    }

    /** {@link #sum_pool2d}, or null for a bad image. */
    public static Column try_sum_pool2d(Column input, Object... arguments) {
        return Columns.call("try_sum_pool2d", input, arguments);
    }

    /**
     * sum_pool3d(tensor, kernel_size[, stride, padding, dilation, ceil_mode, ceil_rule, auto_pad]): the sum of each
     * window; floating types and int64. From avg_pool of torch.nn.functional with divisor_override 1.
     */
    public static Column sum_pool3d(Column input, Object... arguments) {
        return Columns.call("sum_pool3d", input, arguments);
    }

    /** {@link #sum_pool3d}, or null for a bad image. */
    public static Column try_sum_pool3d(Column input, Object... arguments) {
        return Columns.call("try_sum_pool3d", input, arguments);
    }

    /**
     * global_max_pool(tensor): the largest element of each channel. From ONNX GlobalMaxPool.
     */
    public static Column global_max_pool(Column input, Object... arguments) {
        return Columns.call("global_max_pool", input, arguments);
    }

    /** {@link #global_max_pool}, or null for a bad image. */
    public static Column try_global_max_pool(Column input, Object... arguments) {
        return Columns.call("try_global_max_pool", input, arguments);
    }

    /**
     * global_avg_pool(tensor): the mean of each channel. From ONNX GlobalAveragePool.
     */
    public static Column global_avg_pool(Column input, Object... arguments) {
        return Columns.call("global_avg_pool", input, arguments);
    }

    /** {@link #global_avg_pool}, or null for a bad image. */
    public static Column try_global_avg_pool(Column input, Object... arguments) {
        return Columns.call("try_global_avg_pool", input, arguments);
    }

    /**
     * global_lp_pool(tensor[, norm_type]): the p-norm of each channel. From ONNX GlobalLpPool.
     */
    public static Column global_lp_pool(Column input, Object... arguments) {
        return Columns.call("global_lp_pool", input, arguments);
    }

    /** {@link #global_lp_pool}, or null for a bad image. */
    public static Column try_global_lp_pool(Column input, Object... arguments) {
        return Columns.call("try_global_lp_pool", input, arguments);
    }

    /**
     * gem(tensor[, p, eps]): the generalised mean of each channel, (mean of max(x, eps)^p)^(1/p), [C, H, W] to [C, 1,
     * 1]. From Radenović, Tolias and Chum 2019, arXiv:1711.02512.
     */
    public static Column gem(Column input, Object... arguments) {
        return Columns.call("gem", input, arguments);
    }

    /** {@link #gem}, or null for a bad image. */
    public static Column try_gem(Column input, Object... arguments) {
        return Columns.call("try_gem", input, arguments);
    }

    /**
     * rmac(tensor[, levels]): the l2-normalised sum of the l2-normalised maxima of square regions, [C, H, W] to [C].
     * From Tolias, Sicre and Jégou 2016, arXiv:1511.05879.
     */
    public static Column rmac(Column input, Object... arguments) {
        return Columns.call("rmac", input, arguments);
    }

    /** {@link #rmac}, or null for a bad image. */
    public static Column try_rmac(Column input, Object... arguments) {
        return Columns.call("try_rmac", input, arguments);
    }

    /**
     * spatial_pyramid_pool(tensor[, levels, mode]): maxima or means over ever finer grids, [C, H, W] to [C * sum of
     * level^2]. From He, Zhang, Ren and Sun 2014, arXiv:1406.4729.
     */
    public static Column spatial_pyramid_pool(Column input, Object... arguments) {
        return Columns.call("spatial_pyramid_pool", input, arguments);
    }

    /** {@link #spatial_pyramid_pool}, or null for a bad image. */
    public static Column try_spatial_pyramid_pool(Column input, Object... arguments) {
        return Columns.call("try_spatial_pyramid_pool", input, arguments);
    }

    /**
     * blur_pool(tensor[, filt_size, stride]): anti-aliased down-sampling: every stride-th element after a binomial
     * blur. From Zhang 2019, arXiv:1904.11486.
     */
    public static Column blur_pool(Column input, Object... arguments) {
        return Columns.call("blur_pool", input, arguments);
    }

    /** {@link #blur_pool}, or null for a bad image. */
    public static Column try_blur_pool(Column input, Object... arguments) {
        return Columns.call("try_blur_pool", input, arguments);
    }

    /**
     * median_pool2d(tensor, kernel_size[, stride, padding]): the lower median of each window. From torch.median;
     * Tukey 1977, Exploratory Data Analysis.
     */
    public static Column median_pool2d(Column input, Object... arguments) {
        return Columns.call("median_pool2d", input, arguments);
    }

    /** {@link #median_pool2d}, or null for a bad image. */
    public static Column try_median_pool2d(Column input, Object... arguments) {
        return Columns.call("try_median_pool2d", input, arguments);
    }

    /**
     * roi_max_pool(tensor, boxes, output_size[, spatial_scale]): the largest element in each bin of boxes, [C, H, W]
     * and R boxes to [R, C, h, w]. From torchvision.ops.roi_pool; Girshick 2015, arXiv:1504.08083.
     */
    public static Column roi_max_pool(Column input, Object... arguments) {
        return Columns.call("roi_max_pool", input, arguments);
    }

    /** {@link #roi_max_pool}, or null for a bad image. */
    public static Column try_roi_max_pool(Column input, Object... arguments) {
        return Columns.call("try_roi_max_pool", input, arguments);
    }

    /**
     * roi_align(tensor, boxes, output_size[, spatial_scale, sampling_ratio, aligned]): the mean of bilinear samples
     * in each bin of boxes, [C, H, W] and R boxes to [R, C, h, w]. From torchvision.ops.roi_align; He et al. 2017,
     * arXiv:1703.06870.
     */
    public static Column roi_align(Column input, Object... arguments) {
        return Columns.call("roi_align", input, arguments);
    }

    /** {@link #roi_align}, or null for a bad image. */
    public static Column try_roi_align(Column input, Object... arguments) {
        return Columns.call("try_roi_align", input, arguments);
    }
}
