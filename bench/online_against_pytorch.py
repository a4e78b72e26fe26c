#!/usr/bin/env python3
"""Puts PyTorch's step of one sample beside Apical's nets that learn while they run: 32-16-1 and deeper, tanh, binary cross-entropy, predict and learn.

  /usr/bin/python3 bench/online_against_pytorch.py --rounds 3 --markdown

PyTorch runs through peer_torch.py (batch 1, sgd, one thread; the stack that was faster in the first round counts and goes on), which needs python3-torch. mdfa is compared
with its dfa. The two alternate in one sitting; medians are compared. Some three minutes.
"""
import argparse, json, os, shutil, statistics, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = 500


def peer(o, stack, net, rule):
    command = [o.python, o.peer, "--stack", stack, "--net", net, "--act", "tanh", "--loss", "bce", "--batch", "1", "--optimizer", "sgd", "--rule", rule, "--threads", "1",
               "--seconds", str(o.seconds), "--reps", "1"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "peer_torch.py failed")
    return 1e6 * json.loads(done.stdout.strip().splitlines()[-1])["ms_per_step"]


def faster(theirs, net, rule):
    return min((stack for stack in ("stock", "tuned") if theirs.get((net, rule, stack))), key=lambda stack: theirs[net, rule, stack][0])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", default=os.path.join(ROOT, "..", "shared", "bench", "peer_torch.py"), help="the PyTorch script")
    p.add_argument("--python", default="/usr/bin/python3", help="the interpreter that has torch")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=float, default=0.5)
    p.add_argument("--markdown", action="store_true", help="print the table for docs/performance.md")
    o = p.parse_args()
    if not os.path.exists(o.peer) or not shutil.which(o.python) or subprocess.run([o.python, "-c", "import torch"], stderr=subprocess.DEVNULL).returncode != 0:
        return print("Skipped: peer_torch.py or a python with torch is not there; say where with --peer and --python.", file=sys.stderr)

    project = os.path.join(ROOT, "bench", "Apical.Bench")
    subprocess.run(["dotnet", "build", project, "-c", "Release", "-v", "quiet"], check=True, stdout=subprocess.DEVNULL)
    program = os.path.join(project, "bin", "Release", "net10.0", "Apical.Bench.dll")
    ours, theirs = {}, {}
    for round in range(o.rounds):
        done = subprocess.run(["dotnet", program, "--online", "yes", "--seconds", str(o.seconds)], check=True, stdout=subprocess.PIPE, text=True)
        for line in map(json.loads, done.stdout.splitlines()):
            ours.setdefault((line["net"], line["rule"], line["form"]), []).append(line)
        for net in sorted({key[0] for key in ours}):
            for rule in ("bp", "dfa"):
                print(f"round {round + 1}/{o.rounds}: PyTorch, {net}, {rule}", file=sys.stderr)
                for stack in ("stock", "tuned") if round == 0 else [faster(theirs, net, rule)]:
                    try:
                        theirs.setdefault((net, rule, stack), []).append(peer(o, stack, net, rule))
                    except RuntimeError as e:
                        print(f"{stack}: {e}", file=sys.stderr)

    if o.markdown:
        print("| net | rule | form | state, bytes | PyTorch, ns | Apical, ns (fastest) | times faster | to reach | allocated |\n|---|---|---|---|---|---|---|---|---|")
    for (net, rule, form), lines in ours.items():
        kind = "bp" if rule == "bp" else "dfa"
        best = statistics.median(theirs[net, kind, faster(theirs, net, kind)])
        ns, fastest = statistics.median(line["ns"] for line in lines), min(line["fastest"] for line in lines)
        row = (net, rule, form, lines[0]["stateBytes"], f"{best:.0f}", f"{ns:.0f} ({fastest:.0f})", f"{best / ns:.0f}", f"{TARGET}{'' if best / ns >= TARGET else ' (missed)'}" if net == "32-16-1" and form == "tanh, float32" else "–",
               max(line["allocated"] for line in lines))
        print("| " + " | ".join(map(str, row)) + " |" if o.markdown else row)


main()
