#!/usr/bin/env python3
"""Mutation testing: which small faults in the source does no test notice? It goes on where it was stopped.

    dotnet tool restore && dotnet build -c Release
    python3 bench/mutants.py FOLDER [--seed 1] [--share 0.15] [--minutes M]     draw, mutate, test; what comes out is kept in FOLDER
    python3 bench/mutants.py FOLDER --count                                     what came out so far, with every survivor
    python3 bench/mutants.py FOLDER --again [CLASS...]                          every survivor once more, with these (all) classes of tests that come by it

In scope are Rules, Optimizers, Training, Runs and Networks, and the parts of the kernels that are no vectors (SCOPE). --share of their lines of code are drawn by
--seed. Stryker.NET makes all the mutants on them, a switch each in one assembly (tests/Apical.Mutants keeps it); its own running of tests, one after another through
a preview of a runner, did not come to an end here. So the test program is run against that assembly: once per class of tests to see which mutants it comes by
(--minutes does not count that), and then once per mutant, in a drawn order, with the classes that come by it, those of its own folder first, up to --seconds of them.
"""
import argparse, collections, glob, json, os, random, re, resource, shutil, signal, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILT, RUN = f"{ROOT}/tests/Apical.Tests/bin/Release/net10.0", f"{ROOT}/tests/Apical.Tests/bin/Mutants"      # the tests look for the repository above them
SCOPE = {
    "Apical": ["Rules", "Optimizers", "Training", "Runs", "Networks"],
    "Apical.Numerics": ["Kernels/Scalar.cs", "Kernels/Tail.cs", "Kernels/TailKernel.cs", "Kernels/ChainLane.cs", "Kernels/PeakKernel.cs",
                        "Kernels/StudentKernel.cs", "Kernels/LocalKernel.cs", "Kernels/PoolKernel.cs", "Kernels/RowBlocks.cs", "Kernels/RowJobs.cs", "Kernels/EntryJobs.cs"],
}
ASKED = {"Apical": ["Rules", "Optimizers", "Training", "Runs", "Networks", "Probes"], "Apical.Numerics": ["Numerics", "Networks"]}
NOTICED = ("Killed", "Timeout")
LONGEST = 25        # seconds of processor time: a class of tests that takes longer is not asked


def lines_of(project):
    """Lines with something to change in them, as (file, place of the first sign, place behind the last)."""
    for place in SCOPE[project]:
        path = f"{ROOT}/src/{project}/{place}"
        files = [path] if path.endswith(".cs") else sorted(glob.glob(f"{path}/**/*.cs", recursive=True))
        for file in files:
            at = 0
            with open(file, encoding="utf-8-sig", newline="") as text:
                for line in text:
                    code = line.split("//")[0].strip()
                    if re.search(r"[=<>+\-*/%!&|?(]", code) and not code.startswith(("using ", "namespace ", "[", "public required", "throw new")):
                        yield os.path.relpath(file, f"{ROOT}/src/{project}"), at, at + len(line)
                    at += len(line)


def keep(name, value):
    with open(f"{name}.new", "w") as file:
        json.dump(value, file, indent=1)
    os.replace(f"{name}.new", name)


def load(name, default):
    if not os.path.exists(name):
        return default
    with open(name) as file:
        return json.load(file)


def mutate(asked, project):
    """All mutants of the drawn lines, by one run of Stryker; each as number, file, line, what is changed to what."""
    everything = list(lines_of(project))
    rng = random.Random(f"{asked.seed} {project}")
    drawn = [line for line in everything if rng.random() < asked.share]
    folder = os.path.abspath(f"{asked.folder}/{project}")
    os.makedirs(folder, exist_ok=True)
    config = load(f"{ROOT}/tests/Apical.Mutants/stryker-config.json", None)
    config["stryker-config"] |= {"project": f"{project}.csproj", "mutate": [f"**/{file}{{{a}..{b}}}" for file, a, b in drawn]}
    keep(f"{folder}/config.json", config)
    with open(f"{folder}/log", "w") as log:
        subprocess.run(["dotnet", "stryker", "--config-file", f"{folder}/config.json", "--output", folder], cwd=f"{ROOT}/tests/Apical.Mutants", stdout=log, stderr=log,
                       env={**os.environ, "UseSharedCompilation": "true", "APICAL_MUTANTS": folder, "APICAL_MUTATED": project, "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}, check=False)
    reports = glob.glob(f"{folder}/**/mutation-report.json", recursive=True)
    if not reports or not os.path.exists(f"{folder}/{project}.dll"):
        sys.exit(f"Stryker made no mutants; {folder}/log says why.")
    found = [{"id": int(one["id"]), "file": os.path.relpath(name, f"{ROOT}/src/{project}") if os.path.isabs(name) else name, "line": one["location"]["start"]["line"],
              "mutator": one["mutatorName"], "becomes": " ".join(one.get("replacement", "").split())}
             for name, of in load(reports[0], None)["files"].items() for one in of["mutants"] if one["status"] not in ("Ignored", "CompileError")]
    random.Random(asked.seed).shuffle(found)                # so that any number of them is a sample, too
    keep(f"{folder}.mutants.json", {"drawn": len(drawn), "of": len(everything), "mutants": found})


def thin(code, wanted):
    """The assembly with only these mutants: Stryker puts those of all lines in, and asks for each in every loop whether it is the one."""
    numbers = rb"(?:\x20(?P<long>....)|\x1f(?P<short>.)|(?P<tiny>[\x16-\x1e]))"       # ldc.i4, ldc.i4.s, ldc.i4.0 to 8, then call IsActive(int)
    asks = collections.Counter(re.findall(rb"\x20..\x00\x00\x28(...\x06)", code, re.DOTALL)).most_common(1)[0][0]

    def one(match):
        number = match["tiny"][0] - 0x16 if match["tiny"] else match["short"][0] if match["short"] else int.from_bytes(match["long"], "little")
        return match[0] if number in wanted else b"\x16".ljust(len(match[0]), b"\x00")     # ldc.i4.0, nop: never
    return re.sub(numbers + rb"\x28" + re.escape(asks), one, code, flags=re.DOTALL)


def run(project, classes, limit, **environment):
    """Exit code of the tests (None: more processor time than the limit, or stuck), processor time, and the mutants met, if they are looked for."""
    with tempfile.TemporaryDirectory() as place:
        tests = subprocess.Popen([f"{RUN}-{project}/Apical.Tests", "--filter-class", *classes, "--stop-on-fail", "on", "--pre-enumerate-theories", "off",
                                  "--progress", "off", "--results-directory", place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 env={**os.environ, "TMPDIR": place, "TESTINGPLATFORM_TELEMETRY_OPTOUT": "1", **environment}, start_new_session=True,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 1)))
        begun, ended = time.time(), 0
        while not ended:                                    # a machine that much else is at work on is slow: only who waits for ever is stuck
            ended, code, used = os.wait4(tests.pid, os.WNOHANG)
            if not ended and time.time() - begun > 120 + 10 * limit:
                os.killpg(tests.pid, signal.SIGKILL)
            time.sleep(0.05)
        code = os.waitstatus_to_exitcode(code)
        try:
            os.killpg(tests.pid, signal.SIGKILL)            # what the tests have left
        except ProcessLookupError:
            pass
        met = set()
        for path in glob.glob(f"{place}/met-*.txt"):
            with open(path) as file:
                met.update(int(number) for number in re.split("[,;]", file.read()) if number)
        return None if code in (-signal.SIGKILL, -signal.SIGXCPU) else code, used.ru_utime + used.ru_stime, sorted(met)


def cover(asked, project):
    """Which mutants each class of tests comes by, and how long it takes (looking for them, so rather too long); of those to be asked."""
    name = f"{asked.folder}/{project}.classes.json"
    known = load(name, {})
    for one in asked.again or []:
        if not known.get(one, {}).get("good"):
            code, seconds, met = run(project, [one], 10 * LONGEST, STRYKER_COVERAGE_FILE="met.txt")
            known[one] = {"good": code == 0, "seconds": round(seconds, 2), "met": met}
            keep(name, known)
    if asked.again:
        return {one: known[one] for one in asked.again}
    listed = subprocess.run([f"{RUN}-{project}/Apical.Tests", "--xunit-list", "classes"], capture_output=True, text=True, check=False).stdout
    for one in sorted(set(re.findall(r"^\s*(Apical\.Tests\.\S+)\s*$", listed, re.MULTILINE))):
        if one not in known and one.split(".")[2] in ASKED[project]:
            code, seconds, met = run(project, [one], LONGEST, STRYKER_COVERAGE_FILE="met.txt")
            known[one] = {"good": code == 0, "seconds": round(seconds, 2), "met": met}
            keep(name, known)
    return known


def of_mutant(classes, mutant, left, asked_before=()):
    """The classes to ask: of the mutant's folder first, then by time."""
    folder = mutant["file"].split("/")[0]
    chosen = []
    for name, one in sorted(classes.items(), key=lambda entry: (f".{folder}." not in entry[0], entry[1]["seconds"])):
        if one["good"] and mutant["id"] in one["met"] and name not in asked_before and (one["seconds"] <= left or not chosen):
            chosen.append(name)
            left -= one["seconds"]
    return chosen


def prepare(asked, project):
    if not os.path.exists(f"{asked.folder}/{project}.mutants.json"):
        mutate(asked, project)
    shutil.rmtree(f"{RUN}-{project}", ignore_errors=True)
    shutil.copytree(BUILT, f"{RUN}-{project}")
    mutants = load(f"{asked.folder}/{project}.mutants.json", None)["mutants"]
    with open(f"{asked.folder}/{project}/{project}.dll", "rb") as made, open(f"{RUN}-{project}/{project}.dll", "wb") as thinned:
        thinned.write(thin(made.read(), {one["id"] for one in mutants}))
    return mutants, cover(asked, project)


def attempt(asked, project, mutant, classes, before=None):
    before = before or {"status": "NoCoverage", "seconds": 0, "asked": []}
    status, used, asked_before = before["status"], before["seconds"], before.get("asked", [])
    for budget in (1e9,) if asked.again is not None else (asked.seconds / 4, asked.seconds):        # most are noticed at once
        chosen = of_mutant(classes, mutant, budget, asked_before)
        if chosen and status in ("NoCoverage", "Survived"):
            limit = 10 + 3 * sum(classes[name]["seconds"] for name in chosen)
            code, more, _ = run(project, chosen, limit, STRYKER_MUTANT_ID_CONTROL_VAR="ACTIVE_MUTATION", ACTIVE_MUTATION=str(mutant["id"]))
            status, used, asked_before = "Timeout" if code is None else "Survived" if code == 0 else "Killed", used + more, asked_before + chosen
    found = load(f"{asked.folder}/{project}.found.json", {})
    found[str(mutant["id"])] = {"status": status, "seconds": round(used, 1), "asked": asked_before}
    keep(f"{asked.folder}/{project}.found.json", found)


def count(asked):
    rows, survivors = collections.defaultdict(collections.Counter), []
    for project in SCOPE:
        made, found = load(f"{asked.folder}/{project}.mutants.json", None), load(f"{asked.folder}/{project}.found.json", {})
        if made:
            print(f"{project}: {made['drawn']} of {made['of']} lines drawn, {len(made['mutants'])} mutants on them, {len(found)} tried")
            for one in made["mutants"]:
                if status := found.get(str(one["id"]), {}).get("status"):
                    rows[one["file"].split("/")[0]][status] += 1
                    if status not in NOTICED:
                        survivors.append(f"{status}  {project}/{one['file']}:{one['line']}  {one['mutator']} ({one['id']}): {one['becomes'][:120]}")
    for name, by in [*rows.items(), ("all", sum(rows.values(), collections.Counter()))]:
        noticed, tried = sum(by[status] for status in NOTICED), sum(by.values())
        print(f"{name:11} {tried:5} tried, {noticed:5} noticed ({noticed / max(1, tried):.1%}), {by['Timeout']} of them by time; {by['NoCoverage']} met by no test")
    print(*sorted(survivors), sep="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder"), parser.add_argument("--seed", type=int, default=1), parser.add_argument("--share", type=float, default=0.15)
    parser.add_argument("--minutes", type=float), parser.add_argument("--seconds", type=float, default=12), parser.add_argument("--only", choices=SCOPE)
    parser.add_argument("--count", action="store_true"), parser.add_argument("--again", nargs="*", metavar="CLASS")
    asked = parser.parse_args()
    os.makedirs(asked.folder, exist_ok=True)
    if not asked.count:
        work = []
        for project in [asked.only] if asked.only else SCOPE:
            mutants, classes = prepare(asked, project)
            work += [(number / len(mutants), project, mutant, classes) for number, mutant in enumerate(mutants)]
        begun = time.time()
        for _, project, mutant, classes in sorted(work, key=lambda entry: entry[:2]):        # both projects in step
            if asked.minutes and time.time() - begun > 60 * asked.minutes:
                break
            found = load(f"{asked.folder}/{project}.found.json", {}).get(str(mutant["id"]))
            if not found if asked.again is None else found and found["status"] not in NOTICED:
                attempt(asked, project, mutant, classes, found)
    count(asked)


if __name__ == "__main__":
    main()
