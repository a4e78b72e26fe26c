#!/usr/bin/env python3
"""Mutation testing: which small faults in the source does no test notice? Stryker.NET over a seeded sample of lines; it goes on where it was stopped.

    dotnet tool restore
    python3 bench/mutants.py FOLDER [--seed 1] [--share 0.05] [--portion 120] [--minutes M]     draw, mutate, test; reports are kept in FOLDER
    python3 bench/mutants.py FOLDER --count                                                     what came out so far, with every survivor

In scope are Rules, Optimizers, Training, Runs and Networks, and the parts of the kernels that are no vectors (SCOPE). --share of their lines of code are drawn by
--seed, and cut into portions of --portion lines; each portion is one run of Stryker (tests/Apical.Tests/stryker-config.json), whose report is kept, so that the
same line again does what is missing. A mutant is counted where it begins. The tests are those of the same folders, without whole commands (APICAL_MUTANTS=1 in
Apical.Tests.csproj), so a survivor may still be noticed by one of the others: look before you write a test.

Stryker replaces what it builds: run it in a clone of its own, not in the one that you work in.
"""
import argparse, collections, glob, json, os, random, re, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TESTS = f"{ROOT}/tests/Apical.Tests"
SCOPE = {
    "Apical": ["Rules", "Optimizers", "Training", "Runs", "Networks"],
    "Apical.Numerics": ["Kernels/Scalar.cs", "Kernels/Tail.cs", "Kernels/TailKernel.cs", "Kernels/ChainLane.cs", "Kernels/PeakKernel.cs",
                        "Kernels/StudentKernel.cs", "Kernels/LocalKernel.cs", "Kernels/PoolKernel.cs", "Kernels/RowBlocks.cs", "Kernels/RowJobs.cs", "Kernels/EntryJobs.cs"],
}
NOTICED = ("Killed", "Timeout")
TRIED = (*NOTICED, "Survived", "NoCoverage")


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


def portions(asked):
    for project in SCOPE:
        rng = random.Random(f"{asked.seed} {project}")
        everything = list(lines_of(project))
        drawn = [line for line in everything if rng.random() < asked.share]
        rng.shuffle(drawn)                              # so that any number of portions is a sample, too
        for first in range(0, len(drawn), asked.portion):
            yield project, first // asked.portion + 1, drawn[first:first + asked.portion], len(everything)


def mutate(asked, project, number, lines):
    with open(f"{TESTS}/stryker-config.json") as file:
        config = json.load(file)
    config["stryker-config"] |= {"project": f"{project}.csproj", "mutate": [f"**/{file}{{{a}..{b}}}" for file, a, b in lines]}
    name = os.path.abspath(f"{asked.folder}/{project}-{number}")
    with open(f"{name}.config.json", "w") as file:
        json.dump(config, file, indent=1)
    begun = time.time()
    with open(f"{name}.log", "w") as log:
        subprocess.run(["dotnet", "stryker", "--config-file", f"{name}.config.json", "--output", name], cwd=TESTS, stdout=log, stderr=log,
                       env={**os.environ, "APICAL_MUTANTS": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}, check=False)
    reports = glob.glob(f"{name}/**/mutation-report.json", recursive=True)
    if not reports:
        sys.exit(f"Stryker ended without a report; {name}.log says why.")
    with open(reports[0]) as file:
        files = json.load(file)["files"]
    found = [{"file": name, "line": one["location"]["start"]["line"], "mutator": one["mutatorName"], "becomes": one.get("replacement", ""), "status": one["status"]}
             for name, of in files.items() for one in of["mutants"] if one["status"] in TRIED]
    with open(f"{name}.json", "w") as file:
        json.dump({"lines": len(lines), "seconds": round(time.time() - begun), "mutants": found}, file, indent=1)


def count(asked):
    lines, seconds, mutants = 0, 0, []
    for path in sorted(glob.glob(f"{asked.folder}/*.json")):
        if not path.endswith(".config.json"):
            with open(path) as file:
                portion = json.load(file)
            lines, seconds, mutants = lines + portion["lines"], seconds + portion["seconds"], mutants + portion["mutants"]
    total = sum(1 for project in SCOPE for _ in lines_of(project))
    by = collections.Counter(one["status"] for one in mutants)
    noticed = sum(by[status] for status in NOTICED)
    print(f"{len(mutants)} mutants on {lines} of {total} lines ({lines / total:.1%}), {seconds} s: {dict(by)}; noticed {noticed / max(1, len(mutants)):.1%}")
    for one in mutants:
        if one["status"] not in NOTICED:
            print(f"{one['status']}  {one['file']}:{one['line']}  {one['mutator']}: {' '.join(one['becomes'].split())[:120]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder"), parser.add_argument("--seed", type=int, default=1), parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--portion", type=int, default=120), parser.add_argument("--minutes", type=float), parser.add_argument("--count", action="store_true")
    asked = parser.parse_args()
    os.makedirs(asked.folder, exist_ok=True)
    begun = time.time()
    for project, number, lines, _ in [] if asked.count else portions(asked):
        if os.path.exists(f"{asked.folder}/{project}-{number}.json"):
            continue
        if asked.minutes and time.time() - begun > 60 * asked.minutes:
            break
        mutate(asked, project, number, lines)
    count(asked)


if __name__ == "__main__":
    main()
