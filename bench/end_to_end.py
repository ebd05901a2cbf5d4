"""Whole commands beside each other: what `jobs/bench end-to-end` runs.

Every figure is of a whole process, from its start to its exit, the parties in turn, round by round; medians, with the least
and the most in brackets. CPU seconds and memory are what the kernel says of a process and its children that ended (memory:
of the largest of them).
"""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
TARN = os.path.join(HOME, 'jobs', 'tarn')
PYTHON = os.environ.get('PYTHON', '/usr/bin/python3')


class Ran:
    """A command that ended well: seconds, cpu (seconds), memory (bytes), out (what it said)."""

    def __init__(self, command):
        with tempfile.TemporaryFile('w+') as said:
            start = time.time()
            process = subprocess.Popen(command, cwd=HOME, stdout=said, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.time() - start
            said.seek(0)
            self.out = said.read()
        if status:
            sys.exit(f'{" ".join(command)} ended with {status}:\n{self.out}')
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss * 1024


def read_all(folder):
    """So that nobody waits for the disk alone: a machine may give memory of the page cache back between two runs."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), 'rb') as file:
                while file.read(4 << 20):
                    pass


def evict(folder):
    """Out of the page cache, so that the disk is read."""
    os.sync()
    for parent, _, names in os.walk(folder):
        for name in names:
            file = os.open(os.path.join(parent, name), os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def settle():
    """What was written is on disk before the next one starts."""
    os.sync()


def spread(values, form='.1f'):
    return f'{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})'


def tarn(job, folder, out, *options):
    shutil.rmtree(out, ignore_errors=True)
    settle()
    ran = Ran([TARN, 'run', job, '--input', folder, '--output', out, *options])
    return ran


def account(out):
    with open(os.path.join(out, 'job.json')) as file:
        return json.load(file)


def steady(classpath, out):
    said = subprocess.run(['java', '-cp', classpath, 'io.tarn.bench.SteadyRate', out], stdout=subprocess.PIPE, text=True, check=True).stdout
    found = re.search(r'steady ([\d.]+)', said)
    return float(found[1]) if found else None


def python(what, folder, out, workers, library):
    shutil.rmtree(out, ignore_errors=True)
    settle()
    ran = Ran([PYTHON, os.path.join(HERE, 'python_loader.py'), what, folder, out, str(workers), library])
    ran.said = json.loads(ran.out.strip().splitlines()[-1])
    return ran


def show(name, images, runs, rates):
    print(f'{name:24} {spread([images / run.seconds for run in runs]):>27} {spread(rates) if all(rates) else "-":>27}'
          f' {spread([run.cpu / images * 1e3 for run in runs], ".2f"):>21} {max(run.memory for run in runs) / 2**20:8.0f}')


def duckdb(classpath, scratch):
    """The library in DuckDB's jar, which has its C interface too."""
    jar = next(each for each in classpath.split(':') if 'duckdb_jdbc' in each)
    with zipfile.ZipFile(jar) as archive:
        name = next(each for each in archive.namelist() if each.endswith('linux_amd64'))
        return archive.extract(name, scratch)


def compare(what, job, folder, images, rounds, classpath, scratch, options=()):
    """tarn beside the Python loader with two workers."""
    out = os.path.join(scratch, 'out')
    library = duckdb(classpath, scratch)
    parties = {
        'tarn': lambda: tarn(job, folder, out, *options),
        'Python, 2 workers': lambda: python(what, folder, out, 2, library),
    }
    if what != 'parquet':
        parties['Python, 2 workers, npz'] = lambda: python(what, folder, out, 2, '')
    runs = {name: [] for name in parties}
    rates = {name: [] for name in parties}
    for _ in range(rounds):
        for name, run in parties.items():
            read_all(folder)
            ran = run()
            assert name != 'tarn' or account(out)['images_done'] == images
            runs[name].append(ran)
            rates[name].append(steady(classpath, out) if name == 'tarn' else ran.said['steady_rate'])
            print(f'  {name}: {ran.seconds:.1f} s, load {os.getloadavg()[0]:.1f}', file=sys.stderr)
    shutil.rmtree(out)
    versions = runs['Python, 2 workers'][0].said
    name = 'maps in Parquet' if what == 'parquet' else what
    print(f'{images} {name}; PyTorch {versions["torch"]}, Pillow {versions["pillow"]}, which writes by {versions["writes"]}')
    print(f'{"":24} {"images/s, whole command":>27} {"images/s, steady":>27} {"CPU ms an image":>21} {"peak MiB":>8}')
    for name in parties:
        show(name, images, runs[name], rates[name])
    for other in list(parties)[1:]:
        whole = [b.seconds / a.seconds for a, b in zip(runs['tarn'], runs[other])]
        steadily = [a / b for a, b in zip(rates['tarn'], rates[other]) if a and b]
        print(f'tarn against {other}: whole command {spread(whole, ".2f")}'
              + (f', steady {spread(steadily, ".2f")}' if steadily else ''))


def make_maps(folder, count):
    """Feature maps as a network's ReLU leaves them: half of them zeros."""
    import numpy
    os.makedirs(folder)
    random = numpy.random.default_rng(1)
    for i in range(count):
        maps = random.standard_normal((256, 56, 56), dtype=numpy.float32)
        numpy.save(os.path.join(folder, f'{i:04}.npy'), numpy.maximum(maps, 0))


def roofline(folder, scratch):
    """Seconds in which two processes read all files and write as many bytes as the pooled maps have, and do nothing else."""
    size = (256 * 28 * 28 + 256 * 7 * 7) * 4
    out = os.path.join(scratch, 'roofline')
    os.makedirs(out)
    settle()
    start = time.time()
    halves = []
    for half in range(2):
        halves.append(os.fork())
        if halves[-1] == 0:
            buffer = bytearray(4 << 20)
            with open(os.path.join(out, str(half)), 'wb') as sink:
                for name in sorted(os.listdir(folder))[half::2]:
                    with open(os.path.join(folder, name), 'rb', buffering=0) as source:
                        source.readinto(buffer)
                    sink.write(memoryview(buffer)[:size])
            os._exit(0)
    for each in halves:
        os.waitpid(each, 0)
    seconds = time.time() - start
    shutil.rmtree(out)
    return seconds


def maps(folder, rounds, classpath, scratch):
    """npy files beside the loader, and Parquet, and npy beside mere copying, from memory and from the disk."""
    if not os.path.isdir(folder):
        make_maps(folder, 1000)
    count = len(os.listdir(folder))
    compare('maps', 'bench/maps.yaml', folder, count, rounds, classpath, scratch)
    parquet, out = os.path.join(scratch, 'parquet'), os.path.join(scratch, 'out')
    Ran([TARN, 'run', 'bench/maps.yaml', '--input', folder, '--output', parquet,
         '--set', 'outputs={maps: []}', '--set', 'output.codec=none'])
    options = ['--set', 'input.format=parquet', '--set', 'input.column=maps', '--set', 'input.id=id',
               '--set', 'input.holds=tensors']
    compare('parquet', 'bench/maps.yaml', os.path.join(parquet, 'data'), count, rounds, classpath, scratch, options)
    for where, prepare in (('the page cache', read_all), ('the disk', evict)):
        plain, rates, copies = [], [], []
        for _ in range(rounds):
            prepare(folder)
            plain.append(count / tarn('bench/maps.yaml', folder, out, '--set', 'output.codec=none').seconds)
            rates.append(steady(classpath, out))
            prepare(folder)
            copies.append(count / roofline(folder, scratch))
        print(f'npy, codec none, from {where}: reading and writing as much, nothing else: {spread(copies)} images/s')
        for name, reached in ('the whole command', plain), ('steady', rates):
            shares = [a / b for a, b in zip(reached, copies)]
            print(f'  {name} {spread(reached)} images/s, share {spread(shares, ".2f")}')
    shutil.rmtree(out)


def linked(folder, count, target):
    """A folder of hard links to the files of another, over and over, a thousand to a folder of its own."""
    files = sorted(os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names)
    for i in range(count):
        below = os.path.join(target, f'{i // 1000:05}')
        if i % 1000 == 0:
            os.makedirs(below)
        source = files[i % len(files)]
        os.link(source, os.path.join(below, f'{i:07}' + os.path.splitext(source)[1]))
    return target


def scale(folder, counts, rounds, scratch):
    """The cost of an image at several sizes of the dataset."""
    out = os.path.join(scratch, 'out')
    print(f'{"images":>9} {"seconds":>24} {"of it the stage":>24} {"CPU ms an image, marginal":>26} {"peak MiB":>8}')
    before = None
    for count in counts:
        images = linked(folder, count, os.path.join(scratch, f'images-{count}'))
        runs, stages = [], []
        for _ in range(rounds):
            runs.append(tarn('jobs/tutorial.yaml', images, out))
            stages.append(account(out)['wall_millis'] / 1e3)
        cpu = statistics.median(run.cpu for run in runs)
        marginal = cpu / count if before is None else (cpu - before[1]) / (count - before[0])
        before = count, cpu
        print(f'{count:9} {spread([run.seconds for run in runs]):>24} {spread(stages):>24} {marginal * 1e3:26.3f}'
              f' {max(run.memory for run in runs) / 2**20:8.0f}', flush=True)
        shutil.rmtree(images)
        shutil.rmtree(out)


def tars(count, target):
    """Tar shards of 10,000 members with one byte each, all but the first of them hard links."""
    import io
    import tarfile
    os.makedirs(target)
    first = os.path.join(target, '00000.tar')
    with tarfile.open(first, 'w') as tar:
        for i in range(10_000):
            member = tarfile.TarInfo(f'{i:05}.jpg')
            member.size = 1
            tar.addfile(member, io.BytesIO(b'0'))
    for i in range(1, count // 10_000):
        os.link(first, os.path.join(target, f'{i:05}.tar'))
    return target


def rows(count, target, library):
    """Parquet files of 10,000 rows with an id and one byte each."""
    import python_loader
    duckdb = python_loader.DuckDb(target, library)
    os.makedirs(target)
    for first in range(0, count, 10_000):
        duckdb.query(f"COPY (SELECT 'row ' || i AS id, 'x'::BLOB AS image FROM range({first}, {first + 10_000}) t(i)) "
                     f"TO '{target}/{first:07}.parquet' (FORMAT parquet)")
    return target


def listing(folder, counts, rounds, classpath, scratch):
    """What it costs to list and plan: `tarn explain`, which does that and no more."""
    library = duckdb(classpath, scratch)
    kinds = {
        'files': ([], lambda count, target: linked(folder, count, target)),
        'members of tar shards, counted': (['format=webdataset', 'limit={count}'], tars),
        'rows of Parquet, ids compared': (['format=parquet', 'column=image', 'id=id'],
                                          lambda count, target: rows(count, target, library)),
    }
    print(f'{"inputs":>9} {"seconds":>21} {"CPU seconds":>21} {"CPU us an input, marginal":>26} {"peak MiB":>8}')
    for kind, (settings, make) in kinds.items():
        print(kind)
        before = None
        for count in counts:
            inputs = make(count, os.path.join(scratch, 'inputs'))
            options = [each for setting in settings for each in ('--set', 'input.' + setting.format(count=count))]
            runs = [Ran([TARN, 'explain', 'jobs/tutorial.yaml', '--input', inputs, *options]) for _ in range(rounds)]
            cpu = statistics.median(run.cpu for run in runs)
            marginal = '' if before is None else f'{(cpu - before[1]) / (count - before[0]) * 1e6:.2f}'
            before = count, cpu
            print(f'{count:9} {spread([run.seconds for run in runs]):>21} {spread([run.cpu for run in runs]):>21}'
                  f' {marginal:>26} {max(run.memory for run in runs) / 2**20:8.0f}', flush=True)
            shutil.rmtree(inputs)


def cores(folder, rounds, classpath, scratch):
    """Two cores against one: the steady rates."""
    out = os.path.join(scratch, 'out')
    rates = {1: [], 2: []}
    for _ in range(rounds):
        for count in rates:
            shutil.rmtree(out, ignore_errors=True)
            settle()
            Ran(['taskset', '-c', f'0-{count - 1}', TARN, 'run', 'jobs/tutorial.yaml', '--input', folder, '--output', out,
                 '--', '--master', f'local[{count}]'])
            rates[count].append(steady(classpath, out))
    for count, values in rates.items():
        print(f'{count} core{"s" * (count > 1)}: {spread(values)} images/s, steady')
    print(f'two against one: {spread([b / a for a, b in zip(rates[1], rates[2])], ".2f")}')


def start(rounds, scratch):
    """From the command to its exit, which is later than the first image."""
    out = os.path.join(scratch, 'out')
    exits = [tarn('jobs/tutorial.yaml', 'jobs/tutorial/photos', out).seconds for _ in range(rounds)]
    print(f'the tutorial, twelve images, from the command to its exit: {spread(exits)} s')


def main(what, folder, rounds, classpath):
    rounds = int(rounds)
    scratch = tempfile.mkdtemp(prefix='tarn-bench-', dir=os.path.dirname(os.path.abspath(folder)))
    try:
        tarn('jobs/tutorial.yaml', 'jobs/tutorial/photos', os.path.join(scratch, 'out'))  # builds, and prepares the start
        if what == 'photographs':
            images = sum(len(names) for _, _, names in os.walk(folder))
            compare(what, 'jobs/tutorial.yaml', folder, images, rounds, classpath, scratch)
        elif what == 'maps':
            maps(folder, rounds, classpath, scratch)
        elif what == 'scale':
            scale(folder, [2_000, 20_000, 200_000], rounds, scratch)
        elif what == 'listing':
            listing(folder, [10_000, 100_000, 300_000, 1_000_000], rounds, classpath, scratch)
        elif what == 'cores':
            cores(folder, rounds, classpath, scratch)
        elif what == 'start':
            start(rounds, scratch)
        else:
            sys.exit('photographs, maps, scale, listing, cores or start')
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == '__main__':
    main(*sys.argv[1:])
