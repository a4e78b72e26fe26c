#!/usr/bin/env python3
"""Puts PyTorch's training steps beside Apical's: the same cases, alternating in one sitting, medians and ratios.

  /usr/bin/python3 bench/against_pytorch.py --rounds 3 --markdown

PyTorch runs through peer_torch.py, which needs python3-torch (Debian: apt-get install python3-torch libopenblas0-openmp); of its two stacks,
stock and tuned, the faster counts. A case is timed `--rounds` times on each side in turn, and the median of each side is compared.
dfa is compared with a PyTorch graph that is cut between the layers; where libraries install backward hooks instead, which compute input gradients
only to replace them, that time stands beside it.
"""
import argparse, json, os, shutil, statistics, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RULES = ("bp", "fa", "dfa")
# net, activation, batch, optimizer, how much faster than PyTorch a step is to be
CASES = [
    ("784-1000-10", "relu", 64, "sgd", 1.3), ("784-1000-10", "relu", 64, "momentum", 1.3), ("784-1000-10", "relu", 64, "adam", 1.5),
    ("784-1000-10", "relu", 600, "sgd", 1.1), ("784-1500-1500-1500-10", "tanh", 100, "sgd", 1.4), ("3072-1024-1024-1024-10", "relu", 128, "sgd", 1.35),
    ("20-1000-20", "relu", 100, "sgd", 2), ("2-25-1", "tanh", 4, "sgd", 30), ("30-20-10", "linear", 1, "sgd", 30), ("20-1000-20", "relu", 1, "sgd", 8),
]
# target propagation with learned inverses, which the PyTorch script has as a mode of its own; "inplace" is the faster of its forms
TARGETS = ("6-6-6", "leaky-relu:0.35", 1, "sgd", 25)
HOOKED = {("784-1000-10", 64, "sgd"), ("784-1500-1500-1500-10", 100, "sgd"), ("3072-1024-1024-1024-10", 128, "sgd")}


def peer(o, stack, net, activation, batch, optimizer, rule, threads):
    command = [o.python, o.peer, "--stack", stack, "--net", net, "--act", activation, "--batch", str(batch), "--optimizer", optimizer, "--rule", rule,
               "--threads", str(threads), "--seconds", str(o.seconds), "--reps", "1"]
    if net == "30-20-10":
        command += ["--loss", "mse"]                     # ten outputs, but a regression
    if rule == "dtp-ai":
        command = [o.python, o.peer, "--mode", "tiny-tp", "--rule", "inplace", "--stack", stack, "--net", net, "--threads", str(threads), "--seconds", str(o.seconds), "--reps", "1"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "peer_torch.py failed")
    return json.loads(done.stdout.strip().splitlines()[-1])["ms_per_step"]


def apical(o, net, activation, batch, optimizer, rule, threads):
    case = f"{net}/b{batch}/{activation}/{optimizer}/{rule}"
    done = subprocess.run([os.path.join(ROOT, "apical"), "bench", "--json", "-", "--threads", str(threads), "--seconds", str(o.seconds), "--cases", case],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    found = [c for c in json.loads(done.stdout)["cases"] if (c["case"], c["batch"], c["optimizer"], c["rule"]) == (net, batch, optimizer, rule)]
    return found[0]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", default=os.path.join(ROOT, "..", "shared", "bench", "peer_torch.py"), help="the PyTorch script")
    p.add_argument("--python", default="/usr/bin/python3", help="the interpreter that has torch")
    p.add_argument("--threads", default="1,2")
    p.add_argument("--cases", default="", help="only cases whose name has this in it")
    p.add_argument("--rules", default=",".join(RULES))
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=float, default=0.3)
    p.add_argument("--out", default=None, help="write everything as JSON here")
    p.add_argument("--markdown", action="store_true", help="print the table for docs/performance.md")
    o = p.parse_args()
    if not os.path.exists(o.peer):
        return print(f"Skipped: {o.peer} is not there. Say with --peer where the PyTorch script is; for Apical alone run ./apical bench.", file=sys.stderr)
    if not shutil.which(o.python) or subprocess.run([o.python, "-c", "import torch"], stderr=subprocess.DEVNULL).returncode != 0:
        return print(f"Skipped: {o.python} has no torch. Debian: apt-get install python3-torch libopenblas0-openmp; or name another interpreter with --python.", file=sys.stderr)

    results = []
    for threads in map(int, o.threads.split(",")):
        for net, activation, batch, optimizer, target in CASES + [TARGETS]:
            if o.cases not in f"{net}/b{batch}/{activation}/{optimizer}":
                continue
            for rule in ["dtp-ai"] if net == TARGETS[0] else o.rules.split(","):
                kinds = [rule, "dfa-hook"] if rule == "dfa" and (net, batch, optimizer) in HOOKED else [rule]
                theirs, ours, share = {(kind, stack): [] for kind in kinds for stack in ("stock", "tuned")}, [], []
                for _ in range(o.rounds):
                    for kind, stack in theirs:
                        try:
                            theirs[kind, stack].append(peer(o, stack, net, activation, batch, optimizer, kind, threads))
                        except RuntimeError as e:
                            print(f"{stack}: {e}", file=sys.stderr)
                    found = apical(o, net, activation, batch, optimizer, rule, threads)
                    ours.append(found["msPerStep"])
                    share.append(found["shareOfPeak"])
                best = {kind: min(((statistics.median(t), s) for (k, s), t in theirs.items() if k == kind and t), default=None) for kind in kinds}
                if best[rule] is None:
                    return print("Skipped: PyTorch could not run this case; see above.", file=sys.stderr)
                (ms, stack), mine = best[rule], statistics.median(ours)
                results.append(dict(case=net, activation=activation, batch=batch, optimizer=optimizer, rule=rule, threads=threads, pytorchMs=ms, stack=stack,
                                    pytorchHookMs=best["dfa-hook"][0] if best.get("dfa-hook") else None,
                                    apicalMs=mine, ratio=ms / mine, target=target, reached=ms / mine >= target, shareOfPeak=statistics.median(share)))
                r = results[-1]
                print(f"{net:24} b{batch:<4} {optimizer:9} {rule:4} {threads} thread(s): PyTorch {ms:.4g} ms ({stack}), Apical {mine:.4g} ms, {r['ratio']:.2f}x of {target:g}x",
                      file=sys.stderr, flush=True)

    if o.markdown:
        print("| case | rule | threads | PyTorch, ms (stack) | Apical, ms | times faster | to reach | of peak |\n|---|---|---|---|---|---|---|---|")
        for r in results:
            name = f"{r['case']} {r['activation']}, {r['optimizer']}, batch {r['batch']}"
            hook = f"; hooks {r['pytorchHookMs']:.4g}" if r["pytorchHookMs"] else ""
            print(f"| {name} | {r['rule']} | {r['threads']} | {r['pytorchMs']:.4g} ({r['stack']}){hook} | {r['apicalMs']:.4g} | {r['ratio']:.2f} | {r['target']:g}{'' if r['reached'] else ' (missed)'} | {100 * r['shareOfPeak']:.0f} % |")
    if o.out:
        with open(o.out, "w") as f:
            json.dump(results, f, indent=1)


main()
