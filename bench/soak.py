#!/usr/bin/env python3
"""Kills, stops and full disks at random: is anything finished lost, and does the run that goes on come to the same bits?

    python3 bench/soak.py kills APICAL.dll --count 500 --log kills.jsonl      random kills and signals over train, compare, sweep and reproduce
    python3 bench/soak.py disks APICAL.dll --count 50 --log disks.jsonl       full disks of random sizes (a tmpfs; needs root on Linux)
    python3 bench/soak.py limits APICAL.dll --count 50 --log limits.jsonl     limits to the size of files (ulimit -f) of random sizes; anybody may set them
    python3 bench/soak.py parts APICAL.dll --count 50 --log parts.jsonl       lists of runs in parts, some of which are killed
    python3 bench/soak.py ranks APICAL.dll --count 200 --log ranks.jsonl      ranks of mpirun (Open MPI, MPICH, whichever is there), some of which are killed
    python3 bench/soak.py count LOG ...                                       what is in the logs

Each case is run once undisturbed. A trial begins it anew, and kills it (SIGKILL, or one of the signals that ask for a stop) once to four times, each at a moment
drawn anew, going on in between as the command itself says; then lets it end. Right is: the measurements but for times, the tensors of every model, the claims and
the numbers of every figure are those of the undisturbed run to the last bit; each file of a job or replicate that was there at a kill is there unchanged at the end;
a stop that was asked for ends with 75 and a record that says so; no temporary file is left. A disk that is full, or a limit, ends the command with code 1 and one
line that names a file; with room again it goes on to the same bits.

Parts: two to six of them, two at a time; up to three are killed, at a moment drawn anew, or as soon as a file is seen that has not its name yet, or one that has it.
Then 'gather' has to name what is missing and nothing else, and the same parts again have to come to the files of the undisturbed run without doing anything twice.

Ranks: two or three that share a sweep or a comparison, or two that train one network together. One of them, or mpirun itself, is killed or asked to stop at a
moment drawn anew, once to three times. Within a minute all of them have to have ended, with a word of what happened; what had ended is there unchanged; and the
same line, by as many ranks, by others or by one process, has to come to the files of one process (together: of two ranks) that was left in peace.

--count is of kills, disks, limits, ranks or parts that were killed in the log: the same line again goes on where it was stopped, and --minutes M stops it early. --seed N draws others.
Exit code 1 when a trial went wrong; its folder is kept and named.
"""
import argparse, collections, csv, glob, hashlib, json, os, random, shutil, signal, struct, subprocess, sys, tempfile, threading, time

SMALL = ["--train-samples", "300", "--test-samples", "100", "--quiet"]
CASES = {
    "train": ["train", "--rule", "kolen-pollack", "--net", "784-30-20-10", "--optimizer", "adam", "--dropout", "0.1", "--validation", "60", "--keep", "both",
              "--epochs", "60", "--threads", "1", *SMALL],
    "train, seldom": ["train", "--rule", "dtp", "--net", "784-30-20-10", "--checkpoint-every", "20", "--epochs", "50", "--threads", "2", *SMALL],
    "train, batch norm": ["train", "--rule", "fa", "--net", "784-30-20-10", "--batch-norm", "--augment", "elastic:alpha=8:sigma=3", "--validation", "60",
                          "--early-stop", "30", "--epochs", "30", "--threads", "1", *SMALL],
    "compare": ["compare", "--rules", "bp,fa,weight-mirror", "--net", "784-30-10", "--runs", "2", "--epochs", "15", "--threads", "2", *SMALL],
    "compare, rates": ["compare", "--rules", "bp,dfa", "--net", "784-30-10", "--lr", "auto", "--runs", "2", "--epochs", "8", "--threads", "2", *SMALL],
    "sweep": ["sweep", "--over", "lr=0.03,0.1,0.3", "--net", "784-30-10", "--runs", "2", "--epochs", "12", "--threads", "2", *SMALL],
    "sweep, halving": ["sweep", "--rule", "fa", "--over", "lr=0.01..1:log:6", "--halving", "--net", "784-30-10", "--runs", "1", "--epochs", "16", "--threads", "2", *SMALL],
    "reproduce": ["reproduce", "meulemans2019/fig5.5", "--threads", "2", "--quiet"],
    "reproduce, training": ["reproduce", "beyond/adaptive-targets", "--set", "runs-on-digits=1", "--set", "epochs-on-digits=4", "--set", "student-teacher-runs=1",
                            "--set", "student-teacher-epochs=8", "--threads", "2", "--quiet"],
    "reproduce, set": ["reproduce", "lillicrap2016/s7", "--set", "runs=5", "--threads", "2", "--quiet"],
}
SIXTY = {
    "sixty": ["sweep", "--over", "lr=0.03,0.1,0.3,1", "--over", "rule=bp,fa,dfa", "--net", "784-20-10", "--runs", "5", "--epochs", "3", "--threads", "1", *SMALL],
}
RANKS = {
    "ranks, sweep": ["sweep", "--over", "lr=0.03,0.1,0.3", "--over", "rule=bp,fa", "--net", "784-30-10", "--runs", "2", "--epochs", "10", "--threads", "1", *SMALL],
    "ranks, compare": ["compare", "--rules", "bp,fa,dfa", "--net", "784-30-10", "--runs", "3", "--epochs", "10", "--threads", "2", *SMALL],
    "ranks, reproduce": ["reproduce", "lillicrap2016/s7", "--set", "runs=5", "--threads", "1", "--quiet"],
    "ranks, train": ["train", "--parallel", "data", "--rule", "fa", "--net", "784-60-20-10", "--batch", "32", "--epochs", "15", "--threads", "1", *SMALL],
    "ranks, train to the same bits": ["train", "--parallel", "data", "--same-bits", "--rule", "bp", "--net", "784-60-20-10", "--batch", "64", "--optimizer", "adam",
                                      "--epochs", "15", "--threads", "1", *SMALL],
}
MPIS = [mpi for mpi in ("openmpi", "mpich") if os.path.exists(f"/usr/bin/mpirun.{mpi}")]
ASKED = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1]
PATIENCE = 120


def tensors(path):
    with open(path, "rb") as file:
        try:
            size = struct.unpack("<Q", file.read(8))[0]
            header, body = json.loads(file.read(size)), file.read()
        except (struct.error, ValueError) as error:
            raise AssertionError(f"{path} is torn: {error}") from error
    return {name: (entry["dtype"], tuple(entry["shape"]), hashlib.sha256(body[slice(*entry["data_offsets"])]).hexdigest())
            for name, entry in header.items() if name != "__metadata__"}


def found(folder):
    """All that must be the same, whatever happened on the way."""
    result = {}
    for path in glob.glob(f"{folder}/**/*", recursive=True):
        name = os.path.relpath(path, folder)
        if name.endswith("metrics.csv"):
            with open(path, newline="") as file:
                result[name] = sorted(tuple(row) for row in csv.reader(file) if row[4:5] != ["seconds"])
        elif os.path.basename(path).startswith(("figure-", "images-")):
            with open(path, "rb") as file:
                result[name] = hashlib.sha256(file.read()).hexdigest()
        elif name.endswith(".safetensors") and "jobs" not in name:
            result[name] = tensors(path)
        elif name.endswith("reproduction.json"):
            with open(path) as file:
                record = json.load(file)
            result[name] = [record["status"], record["claims"], [(group["group"], group["done"], group["failed"]) for group in record["groups"]]]
        elif name == "run.json":
            with open(path) as file:
                result[name] = json.load(file)["status"]
        elif os.sep + "jobs" + os.sep in path and name.endswith(".json"):
            result[name] = "there"
    return result


def ended(folder):
    """The files of jobs and replicates that have ended, by their content."""
    files = {}
    for path in glob.glob(f"{folder}/jobs/*.json") + glob.glob(f"{folder}/replicates/*.json") + glob.glob(f"{folder}/tuning/jobs/*.json"):
        with open(path, "rb") as file:
            content = file.read()
        try:
            job = json.loads(content)
        except ValueError as error:
            raise AssertionError(f"{path} is torn: {error}") from error
        if not job.get("partial"):
            files[path] = content, job
    return files


def left(folder):
    return [path for path in glob.glob(f"{folder}/**/.*", recursive=True) if path.endswith(".tmp")]


def ranks_in(folder):
    """The processes of ranks that work in a folder."""
    mine = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        if os.path.basename(words[0]) == "dotnet" and folder in words:
            mine.append(int(path.split("/")[2]))
    return mine


def status(folder):
    try:
        with open(f"{folder}/run.json") as file:
            return json.load(file)["status"]
    except FileNotFoundError:
        return None


class Soak:
    def __init__(self, arguments):
        self.a, self.lock, self.log = arguments, threading.Lock(), []
        if os.path.exists(arguments.log):
            with open(arguments.log) as file:
                self.log = [json.loads(line) for line in file]
        self.root = arguments.folder or tempfile.mkdtemp(prefix="apical-soak-")
        os.makedirs(self.root, exist_ok=True)
        self.stop_at = time.monotonic() + 60 * arguments.minutes
        cases = RANKS if arguments.what == "ranks" else CASES if arguments.what != "parts" else SIXTY | {name: line for name, line in CASES.items() if line[0] != "train" and "--halving" not in line}
        self.cases = {name: line for name, line in cases.items() if not arguments.only or name in arguments.only.split(";")}
        self.bad = 0

    def command(self, case, folder):
        line = self.cases[case]
        if line[0] == "train" and os.path.exists(f"{folder}/run.json"):
            return ["dotnet", self.a.dll, "train", "--resume", folder, "--quiet", *[word for word in line if word in ("--parallel", "data", "--same-bits")]]
        return ["dotnet", self.a.dll, *line, "--out", folder]

    def start(self, case, folder, limit=None):
        words = self.command(case, folder)
        if limit:                                       # DOTNET_…: else the runtime itself would need a file larger than that
            words = ["prlimit", f"--fsize={limit}", "env", "DOTNET_EnableWriteXorExecute=0", *words]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def mpirun(self, case, folder, mpi, size):
        """Its leftovers lie beside the run, and go with it; it has a process group of its own."""
        place = folder + ".mpi"
        os.makedirs(place, exist_ok=True)
        own = ["--oversubscribe", "--bind-to", "none", "--mca", "btl_vader_backing_directory", place] if mpi == "openmpi" else []
        return subprocess.Popen([f"mpirun.{mpi}", *own, "-np", str(size), *self.command(case, folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, start_new_session=True,      # (MPICH says on the standard output who died)
                                env={**os.environ, "TMPDIR": place, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"})

    def end(self, process, patience=PATIENCE):
        try:
            told, said = process.communicate(timeout=patience)
            return process.returncode, (told or "") + said
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError(f"did not end within {patience} s")

    def whole(self, case, folder):
        together = "--parallel" in self.cases[case]
        code, said = self.end(self.mpirun(case, folder, MPIS[0], 2) if together else self.start(case, folder))
        assert code == 0, f"ended with {code}: {said}"

    def references(self):
        self.reference, self.time, self.size = {}, {}, {}
        for case in self.cases:
            folder = os.path.join(self.root, "whole " + case.replace(",", ""))
            began = time.monotonic()
            if not os.path.exists(f"{folder}.seconds"):
                shutil.rmtree(folder, ignore_errors=True)
                self.whole(case, folder)
                with open(f"{folder}.seconds", "w") as file:
                    file.write(str(time.monotonic() - began))
            self.reference[case] = found(folder)
            with open(f"{folder}.seconds") as file:
                self.time[case] = float(file.read())
            self.size[case] = sum(os.path.getsize(path) for path in glob.glob(f"{folder}/**/*", recursive=True))
            print(f"{case}: {self.time[case]:.1f} s, {self.size[case] / 1000:.0f} kB", flush=True)

    def same(self, case, folder):
        mine, right = found(folder), self.reference[case]
        for name in sorted(set(mine) | set(right)):
            assert mine.get(name) == right.get(name), f"{name} is not that of the undisturbed run"
        assert not left(folder), f"left behind: {left(folder)}"

    def kills(self, case, rng, folder):
        events = []
        for _ in range(rng.randint(1, 4)):
            sign = signal.SIGKILL if rng.random() < 0.7 else rng.choice(ASKED)
            after = rng.uniform(0, 1.1 * self.time[case])
            process = self.start(case, folder)
            try:
                process.wait(timeout=after)
            except subprocess.TimeoutExpired:
                process.send_signal(sign)
            sent = time.monotonic()
            code, said = self.end(process)
            events.append({"signal": sign.name, "after": round(after, 3), "code": code, "took": round(time.monotonic() - sent, 3), "status": status(folder)})
            # 0: it had ended. Minus the signal: it had not begun to listen (what .NET does when it starts), or cannot (SIGKILL).
            assert code in (0, 75, -sign), f"ended with {code}: {said}"
            if code == 75:
                assert "interrupted" in said, f"said: {said}"
                assert status(folder) in ("interrupted", None) or "before it began" in said, status(folder)
            kept = ended(folder)
            events[-1]["kept"] = len(kept)
            if code == 0:
                break
            events[-1]["files"] = kept
        self.whole(case, folder)
        now = ended(folder)
        for event in events:
            for path, (content, job) in event.pop("files", {}).items():
                # What is halved ends for a while, and goes further: then all that it had measured is there still, times and all.
                further = "--halving" in self.cases[case] and path in now and all(row in now[path][1]["found"] for row in job["found"])
                assert now.get(path, [None])[0] == content or further, f"{path} had ended, and was done again"
        return [event for event in events if event["code"] != 0 or len(events) == 1], len([event for event in events if event["code"] != 0])

    def parts(self, case, rng, folder):
        count = rng.choice([2, 3, 6, 6])
        victims = rng.sample(range(1, count + 1), rng.randint(1, min(3, count)))
        draws = {part: (rng.choice(["time", "unnamed", "named"]), rng.uniform(0, 1.2 * self.time[case]), signal.SIGKILL if rng.random() < 0.8 else rng.choice(ASKED))
                 for part in victims}
        jobs = os.path.join(folder, "replicates" if self.cases[case][0] == "reproduce" else "jobs")
        events, lock, wrong = [], threading.Lock(), []

        def seen(pattern):
            return set(glob.glob(os.path.join(jobs, pattern)))

        def one(part, draw=None):
            process = subprocess.Popen(["dotnet", self.a.dll, *self.cases[case], "--out", folder, "--part", f"{part}/{count}"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if draw:
                kind, after, sign = draw
                began, before = time.monotonic(), seen("*.json")
                while process.poll() is None and time.monotonic() - began < (after if kind == "time" else PATIENCE):
                    if (kind == "unnamed" and seen(".*.tmp")) or (kind == "named" and seen("*.json") - before):
                        break
                    time.sleep(0.0005 if kind != "time" else 0.01)
                if process.poll() is None:
                    process.send_signal(sign)
            code, said = self.end(process)
            if draw:
                with lock:
                    events.append({"part": f"{part}/{count}", "signal": sign.name, "moment": kind, "code": code})
            if code not in ((0, 75, -draw[2]) if draw else (0,)):
                wrong.append(f"part {part} of {count} ended with {code}: {said}")

        def all_parts(draws):
            left = list(range(1, count + 1))
            rng.shuffle(left)

            def work():
                while True:
                    with lock:
                        if not left:
                            return
                        part = left.pop()
                    try:
                        one(part, draws.get(part))
                    except Exception as error:          # of this thread nobody else would hear
                        wrong.append(f"part {part} of {count}: {error!r}")
            two = [threading.Thread(target=work) for _ in range(2)]
            for thread in two:
                thread.start()
            for thread in two:
                thread.join()
            assert not wrong, wrong[0]

        all_parts(draws)
        kept = ended(folder)
        if os.path.isdir(folder) and os.listdir(folder):
            code, said = self.end(subprocess.Popen(["dotnet", self.a.dll, "gather", folder, "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
            whole = len(kept) == len(ended(os.path.join(self.root, "whole " + case.replace(",", ""))))
            # 2: killed before the first of them had said what it is of.
            assert code == 0 if whole else code == 75 or (code == 2 and not kept), f"gather ended with {code}: {said}"
            assert code != 75 or "are missing" in said, f"gather said: {said}"
        all_parts({})
        now = ended(folder)
        for path, (content, _) in kept.items():
            assert now.get(path, [None])[0] == content, f"{path} had ended, and was done again"
        self.same(case, folder)
        assert not os.path.exists(os.path.join(folder, "parts")), "the folder of the parts is there still"
        return events, len(events)

    def ranks(self, case, rng, folder):
        together, events = "--parallel" in self.cases[case], []

        def by_ranks():
            mpi, size = rng.choice(MPIS), 2 if together else rng.choice([2, 3])
            return mpi, size, self.mpirun(case, folder, mpi, size)

        for _ in range(rng.randint(1, 3)):
            mpi, size, process = by_ranks()
            sign = signal.SIGKILL if rng.random() < 0.7 else rng.choice([signal.SIGTERM, signal.SIGINT, signal.SIGUSR1])
            whose, after = rng.choice(["rank"] * 4 + ["mpirun"]), rng.uniform(0, 1 + 1.2 * self.time[case])
            try:
                process.wait(timeout=after)
            except subprocess.TimeoutExpired:
                pass
            mine, victim = ranks_in(folder), None
            if process.poll() is None:
                if not mine:
                    whose = "mpirun"                    # none has begun
                victim = process.pid if whose == "mpirun" else rng.choice(mine)
                try:
                    os.kill(victim, sign)
                except ProcessLookupError:
                    victim = None
            sent = time.monotonic()
            code, said = self.end(process, 60)
            while ranks_in(folder):
                assert time.monotonic() - sent < 60, f"{mpi}: {sign.name} to {whose}: ranks are there after a minute"
                time.sleep(0.1)
            event = {"mpi": mpi, "ranks": size, "signal": sign.name, "whose": whose, "after": round(after, 3), "code": code,
                     "took": round(time.monotonic() - sent, 3), "status": status(folder)}
            assert victim is not None or code == 0, f"{mpi}: nobody was killed, and it ended with {code}: {said}"
            assert code == 0 or said.strip() or (whose == "mpirun"), f"{mpi}: {sign.name} to {whose}: not a word"
            if victim is not None:
                events.append(event)
            event["files"] = ended(folder)
            if code == 0 and victim is None:
                break
        alone = not together and rng.random() < 0.3
        code, said = self.end(self.start(case, folder) if alone else by_ranks()[2])
        assert code == 0, f"going on ended with {code}: {said}"
        now = ended(folder)
        for event in events:
            kept = event.pop("files")
            event["kept"] = len(kept)
            for path, (content, _) in kept.items():
                assert now.get(path, [None])[0] == content, f"{path} had ended, and was done again"
        self.same(case, folder)
        assert not os.path.exists(os.path.join(folder, "parts")), "the folder of the parts is there still"
        shutil.rmtree(folder + ".mpi", ignore_errors=True)
        return events, len(events)

    def disks(self, case, rng, folder):
        os.makedirs(folder, exist_ok=True)
        kilobytes = int(4 * (self.size[case] * 1.3 / 4096) ** rng.random()) + 4
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], check=True)
        try:
            run = os.path.join(folder, "run")
            event = self.full(case, run, f"{kilobytes} kB")
            subprocess.run(["mount", "-o", "remount,size=100m", folder], check=True)
            if event["code"] != 0:
                self.whole(case, run)
            self.same(case, run)
        finally:
            subprocess.run(["umount", folder], check=True)
        return [event], 1

    def limits(self, case, rng, folder):
        limit = int(512 * (1.3 * max(os.path.getsize(path) for path in glob.glob(f"{self.root}/whole {case.replace(',', '')}/**/*", recursive=True)) / 512) ** rng.random())
        event = self.full(case, folder, f"{limit} bytes", limit)
        if event["code"] != 0:
            self.whole(case, folder)
        self.same(case, folder)
        return [event], 1

    def full(self, case, folder, what, limit=None):
        code, said = self.end(self.start(case, folder, limit))
        lines = said.splitlines()
        if code != 0:
            assert code == 1, f"{what}: ended with {code}: {said}"
            assert len(lines) == 1 and lines[0].startswith("apical: '") and "cannot be written" in lines[0], f"{what}: said: {said}"
        for path in ended(folder):
            with open(path) as file:
                assert not json.load(file).get("failure"), f"{what}: {path} holds a failure"
        return {"size": what, "code": code, "said": lines[0] if lines else "", "status": status(folder)}

    def trial(self, number):
        rng = random.Random(f"{self.a.seed} {self.a.what} {number}")
        case = rng.choice(list(self.cases))
        folder = os.path.join(self.root, f"{self.a.what}-{number}")
        shutil.rmtree(folder, ignore_errors=True)
        entry = {"trial": number, "case": case, "what": self.a.what}
        try:
            entry["events"], entry["count"] = getattr(self, self.a.what)(case, rng, folder)
            if self.a.what == "kills":
                self.same(case, folder)
            shutil.rmtree(folder, ignore_errors=True)
        except Exception as error:                      # a torn file as well: reading it ends in whatever its reader throws
            entry["wrong"], entry["folder"] = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}", folder
            entry.setdefault("count", 1)
            with self.lock:
                self.bad += 1
            print(f"WRONG: trial {number}, {case}: {entry['wrong']}\n  kept in {folder}", flush=True)
        with self.lock, open(self.a.log, "a") as file:
            file.write(json.dumps(entry) + "\n")
            self.log.append(entry)

    def work(self):
        while True:
            with self.lock:
                if sum(entry["count"] for entry in self.log) >= self.a.count or time.monotonic() > self.stop_at:
                    return
                number = self.next
                self.next += 1
            self.trial(number)

    def run(self):
        self.references()
        self.next = max((entry["trial"] for entry in self.log), default=0) + 1
        threads = [threading.Thread(target=self.work) for _ in range(self.a.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        count(self.log)
        return 1 if self.bad else 0


def count(log):
    """A table for docs/reliability.md."""
    for what in sorted({entry["what"] for entry in log}):
        mine = [entry for entry in log if entry["what"] == what]
        events = [event for entry in mine for event in entry.get("events", [])]
        print(f"{what}: {sum(entry['count'] for entry in mine)} in {len(mine)} trials, {sum('wrong' in entry for entry in mine)} wrong")
        print("  by case: " + ", ".join(f"{case} {sum(e['count'] for e in mine if e['case'] == case)}" for case in sorted({e["case"] for e in mine})))
        print("  exit codes: " + ", ".join(f"{code}: {n}" for code, n in sorted(collections.Counter(event["code"] for event in events).items())))
        if what == "parts":
            print("  moments: " + ", ".join(f"{name} {n}" for name, n in collections.Counter(event["moment"] for event in events).most_common()))
        if what == "ranks":
            print("  by MPI: " + ", ".join(f"{name} {n}" for name, n in collections.Counter(event["mpi"] for event in events).most_common())
                  + "; " + ", ".join(f"{name} {n}" for name, n in collections.Counter(event["whose"] for event in events).most_common()))
            took = sorted(event["took"] for event in events)
            if took:
                print(f"  all had ended after {took[len(took) // 2]:.2f} s (median), {took[-1]:.2f} s (longest)")
        if what in ("kills", "parts", "ranks"):
            print("  signals: " + ", ".join(f"{name} {n}" for name, n in collections.Counter(event["signal"] for event in events).most_common()))
            asked = sorted(event["took"] for event in events if event["code"] == 75 and "took" in event)
            if asked:
                print(f"  stops that were asked for took {asked[len(asked) // 2]:.2f} s (median), {asked[-1]:.2f} s (longest)")


def main():
    if sys.argv[1:2] == ["count"]:
        count([json.loads(line) for name in sys.argv[2:] for line in open(name)])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kills", "disks", "limits", "parts", "ranks"])
    parser.add_argument("dll", help="bin/Release/net10.0/Apical.Cli.dll, a copy of it at best")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--log", required=True)
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--jobs", type=int, default=2, help="trials side by side")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to work; with the same folder the undisturbed runs are not done again")
    parser.add_argument("--only", help="names of cases, with ';' between")
    return Soak(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
