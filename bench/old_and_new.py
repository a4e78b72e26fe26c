#!/usr/bin/env python3
"""Is a build slower than another? `apical bench` of both, alternating; the median of the ratios new/old for each case, with its interval.

    python3 bench/old_and_new.py OLD/Apical.Cli.dll NEW/Apical.Cli.dll [--pairs 15] [--seconds 0.1] [--threads 1] [--cases FILTER]

A pair is one run of each build, the first of which changes from pair to pair, so that what drifts on the machine meets both alike. The interval holds the true
median with a probability of about 95 % (order statistics of the pairs). Above 1 the new build is slower. Run it on an idle machine.
"""
import argparse, json, math, statistics, subprocess

KEYS = ("case", "batch", "optimizer", "rule", "threads")


def bench(dll, asked):
    command = ["dotnet", dll, "bench", "--seconds", asked.seconds, "--threads", asked.threads, "--json", "-", *(["--cases", asked.cases] if asked.cases else [])]
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {tuple(str(case[key]) for key in KEYS): case["msPerStep"] for case in result["cases"]}


def interval(ratios):
    ordered, n = sorted(ratios), len(ratios)
    low = max(0, math.floor((n - 1.96 * math.sqrt(n)) / 2))
    return ordered[low], ordered[n - 1 - low]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old"), parser.add_argument("new"), parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--seconds", default="0.1"), parser.add_argument("--threads", default="1"), parser.add_argument("--cases")
    asked = parser.parse_args()
    pairs = {}
    for pair in range(asked.pairs):
        order = [asked.old, asked.new] if pair % 2 == 0 else [asked.new, asked.old]
        times = {dll: bench(dll, asked) for dll in order}
        for case in times[asked.old].keys() & times[asked.new].keys():
            pairs.setdefault(case, []).append(times[asked.new][case] / times[asked.old][case])
    print(f"| {' | '.join(KEYS)} | new / old | 95 % |\n{'|---' * (len(KEYS) + 2)}|")
    for case, ratios in sorted(pairs.items()):
        low, high = interval(ratios)
        print(f"| {' | '.join(case)} | {statistics.median(ratios):.3f} | {low:.3f} to {high:.3f} |{'  slower' if low > 1.02 else ''}")
    print(f"median of all: {statistics.median(statistics.median(ratios) for ratios in pairs.values()):.3f}")


if __name__ == "__main__":
    main()
