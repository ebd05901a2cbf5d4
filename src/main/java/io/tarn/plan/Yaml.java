package io.tarn.plan;

import io.tarn.measure.Legible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** YAML 1.2's core schema (so JSON too) as a tree of values with their places, within bounds and without tags. */
final class Yaml {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUES = 100_000;
    private static final String TOO_MANY = "more than " + MAX_VALUES + " values, those behind aliases included";
    private static final Pattern INDENTATION = Pattern.compile("(?m)^[ \t]+");
    private static final Schema SCHEMA = new CoreSchema() {
        private final ScalarResolver withoutMergeKeys = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return withoutMergeKeys;
        }
    };

    private final Function<Mark, Place> places;
    private int values;

    private Yaml(Function<Mark, Place> places) {
        this.places = places;
    }

    /** The document of a file. */
    static Tree ofFile(String text, String file) {
        // YAML allows JSON's tabs, snakeyaml-engine not at the start of every line.
        String indented = text.stripLeading().startsWith("{")
                ? INDENTATION.matcher(text).replaceAll(spaces -> spaces.group().replace('\t', ' '))
                : text;
        return new Yaml(mark -> new Place(file, mark.getLine() + 1, mark.getColumn() + 1)).read(indented, file);
    }

    /** The value given by an option of the command line. */
    static Tree ofOption(String text, String option) {
        return new Yaml(mark -> Place.whole(option)).read(text, option);
    }

    private Tree read(String text, String source) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(SCHEMA)
                .setLabel(source)
                .setMaxAliasesForCollections(MAX_VALUES) // tree() counts what they stand for
                .build();
        try {
            checkEvents(new Parse(settings).parseString(text));
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.map(node -> tree(node, place(node), 0)).orElse(new Tree(Place.whole(source), null));
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(places).orElse(Place.whole(source));
            throw new JobException("not valid YAML: " + problem(e), place, e);
        } catch (ReaderException e) {
            long line = 1
                    + text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            String problem = String.format("not valid YAML: the character U+%04X is not allowed", e.getCodePoint());
            throw new JobException(problem, new Place(source, (int) line, 0), e);
        } catch (YamlEngineException e) {
            throw new JobException("not valid YAML: " + Legible.firstLine(e.getMessage()), Place.whole(source), e);
        }
    }

    /** What must be known before composing, which recurses. */
    private void checkEvents(Iterable<Event> events) {
        int depth = 0;
        int documents = 0;
        int count = 0;
        for (Event event : events) {
            count++;
            check(count <= MAX_VALUES, TOO_MANY, event);
            switch (event.getEventId()) {
                case DocumentStart -> {
                    documents++;
                    check(documents == 1, "a second YAML document; a job file has one", event);
                }
                case MappingStart, SequenceStart -> {
                    depth++;
                    check(depth <= MAX_DEPTH, "nested more than " + MAX_DEPTH + " deep", event);
                    check(((CollectionStartEvent) event).getTag(), event);
                }
                case MappingEnd, SequenceEnd -> depth--;
                case Scalar -> check(((ScalarEvent) event).getTag(), event);
                default -> {}
            }
        }
    }

    private void check(Optional<String> tag, Event event) {
        check(tag.isEmpty(), "the tag " + tag.orElse("") + ": job files take plain values; remove it", event);
    }

    private void check(boolean fine, String problem, Event event) {
        if (!fine) {
            throw new JobException(problem, line(event.getStartMark()));
        }
    }

    private Tree tree(Node node, Place place, int depth) {
        values++;
        if (values > MAX_VALUES) {
            throw new JobException(TOO_MANY, place);
        }
        if (depth > MAX_DEPTH) {
            throw new JobException("nested more than " + MAX_DEPTH + " deep by its aliases", place);
        }
        if (node instanceof MappingNode mapping) {
            return new Tree(place, entries(mapping, depth));
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(tree(item, place(item), depth + 1)));
            return new Tree(place, items);
        }
        return new Tree(place, scalar((ScalarNode) node));
    }

    private Map<String, Tree> entries(MappingNode mapping, int depth) {
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Place place = place(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new JobException("a key must be a name", place);
            }
            Tree before = entries.get(key.getValue());
            if (before != null) {
                String first = before.place().line() > 0
                        ? ", first in line " + before.place().line()
                        : "";
                throw new JobException(key.getValue() + " is given twice" + first + "; keep one", place);
            }
            entries.put(key.getValue(), tree(entry.getValueNode(), place, depth + 1));
        }
        return entries;
    }

    private static Object scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return node.getValue();
        }
        return tag.equals(Tag.NULL)
                ? null
                : SCHEMA.getSchemaTagConstructors().get(tag).construct(node);
    }

    private Place place(Node node) {
        return line(node.getStartMark());
    }

    /** Columns are for syntax errors only: elsewhere the message names the key. */
    private Place line(Optional<Mark> mark) {
        Place place = places.apply(mark.orElseThrow());
        return Place.line(place.source(), place.line());
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "" : Legible.firstLine(e.getProblem());
        String context = e.getContext() == null ? "" : Legible.firstLine(e.getContext());
        String whole = context.isEmpty() ? problem : context + ", " + problem;
        return whole.contains(" alias") ? whole + "; a text with a * stands in quotes, as '*.jpg'" : whole;
    }
}
