#!/usr/bin/env python3
"""Do two builds of Apical compute the same numbers, to the last bit and digit?

    python3 bench/same_numbers.py OLD/Apical.Cli.dll NEW/Apical.Cli.dll [--claims ID ...] [--all-claims] [--data-dir DIR] [--only WORD] [--keep DIR]

Trains a set of small networks with both builds (every rule, every optimizer, dropout, normalisation, local layers, both precisions, ...) and compares every
tensor of every model file byte by byte, every measurement but times, and what the command prints as JSON. With --claims it also repeats experiments at the quick
scale and compares each claim as it is printed. Ends with the number of differences, and with exit code 1 when there are any.
"""
import argparse, csv, json, os, re, shutil, struct, subprocess, sys, tempfile

SMALL = ["--train-samples", "300", "--test-samples", "100", "--epochs", "2", "--runs", "1", "--probes", "all", "--probe-samples", "50", "--threads", "2"]
ERROR_RULES = ("bp,shallow,node-perturbation,fa,fa:sparsity=0.5,dfa,sign-symmetry,drtp,kolen-pollack,weight-mirror,ridge-fa,ridge-fa:schedule=exponential:steps=10,"
               "mdfa,mfa,pseudobackprop,bdfa,ntk,ntk:gate=step,gaussian-features,relu-features,linear-features")
TARGET_RULES = ("tp-ai,rtp-ai,dtp-ai,rdtp-ai,tp-original,rtp-original,dtp-original,rdtp-original,rtp,dtp,ao-sdtp,dtp-drl,ddtp-linear,gauss-newton,"
                "dtp-ai:adapt=line-search,dtp-ai:adapt=ratio,gauss-newton:curvature=full:omega=0.9")

RUNS = {
    "error-rules": ["compare", "--rules", ERROR_RULES, *SMALL],
    "target-rules": ["compare", "--rules", TARGET_RULES, "--net", "784-30-20-10", *SMALL],
    "pseudo-inverses": ["compare", "--rules", "mtp,rmtp", "--net", "784-20-20-10", "--activation", "leaky-relu:0.35", *SMALL],
    "exact-inverses": ["compare", "--rules", "tp-ei,rtp-ei,rmtp-ei", "--data", "moons", "--net", "2-2-2", "--batch", "1", "--activation", "leaky-relu:0.35", *SMALL],
    "double": ["compare", "--rules", "bp,fa,dfa,kolen-pollack,weight-mirror,dtp-ai,node-perturbation", "--net", "784-30-20-10", "--precision", "double", *SMALL],
    "local": ["compare", "--rules", "bp,fa,dfa,kolen-pollack,weight-mirror,mdfa,sign-symmetry", "--net", "784-3@6x6-40-10", "--dropout", "0.2", *SMALL],
    "batch-norm": ["compare", "--rules", "bp,fa,dfa,kolen-pollack", "--net", "784-40-30-10", "--batch-norm", *SMALL],
    "relu-he": ["compare", "--rules", "bp,fa,dfa", "--activation", "relu", "--init", "he", "--loss", "squared-error", "--targets=-0.9,0.9", "--lr", "0.01", *SMALL],
    "elastic": ["compare", "--rules", "bp,fa", "--net", "784-30-10", "--augment", "elastic:alpha=8:sigma=3", "--normalise", "feature", "--validation", "50", *SMALL],
    "parity": ["compare", "--rules", "bp,dfa", "--data", "parity:k=2:from=digits", "--net", "1568-30-1", "--normalise", "unit", *SMALL],
    "clusters": ["compare", "--rules", "bp,dfa,ntk", "--data", "clusters:n=200", "--net", "15-40-1", *SMALL],
    "feedback": ["compare", "--rules", "weight-mirror,kolen-pollack,dtp", "--net", "784-30-20-10", "--feedback-lr", "0.05", "--feedback-steps", "3", "--feedback-pretraining", "1", *SMALL],
    "early-stop": ["compare", "--rules", "bp", "--net", "784-20-10", "--validation", "60", "--early-stop", "1", "--lr", "3", *SMALL],
    "train": ["train", "--rule", "kolen-pollack", "--optimizer", "adam", "--dropout", "0.1", "--schedule", "cosine:3", "--net", "784-30-10", *[x for x in SMALL if x not in ("--runs", "1")]],
    "sweep": ["sweep", "--rule", "dfa", "--over", "lr=1e-3..1:log:3", "--over", "activation=tanh,relu", "--net", "784-20-10", "--train-samples", "200", "--test-samples", "100", "--epochs", "2", "--runs", "2"],
}
for optimizer in ("momentum", "nag", "adagrad", "adadelta", "rmsprop:rho=0.9:inside-root=1", "adam", "signsgd", "rprop"):
    RUNS["optimizer " + optimizer] = ["compare", "--rules", "bp,kolen-pollack", "--net", "784-20-10", "--optimizer", optimizer, "--weight-decay", "1e-3", *SMALL]


def run(dll, words, folder, data):
    out = os.path.join(folder, "out")
    command = ["dotnet", dll, *words, "--out", out, "--json", os.path.join(folder, "result.json"), "--quiet", *(["--data-dir", data] if data else [])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return done.returncode, re.sub(re.escape(folder), "FOLDER", done.stderr), out


def tensors(path):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header, body = json.loads(file.read(size)), file.read()
    return {name: (entry["dtype"], entry["shape"], body[slice(*entry["data_offsets"])]) for name, entry in header.items() if name != "__metadata__"}


def metrics(path):
    with open(path, newline="") as file:
        return sorted(tuple(row) for row in csv.reader(file) if "seconds" not in row)


def timeless(value):
    if isinstance(value, dict):
        return {key: timeless(inner) for key, inner in value.items() if key not in ("seconds", "out", "trainingSeconds")}
    return [timeless(inner) for inner in value] if isinstance(value, list) else value


def differences(name, old, new):
    found = []
    if old[0] != new[0] or old[1] != new[1]:
        found.append(f"{name}: exit code {old[0]} {old[1]!r} against {new[0]} {new[1]!r}")
    files = {os.path.relpath(os.path.join(root, file), side[2]) for side in (old, new) for root, _, names in os.walk(side[2]) for file in names}
    for file in sorted(files):
        one, two = os.path.join(old[2], file), os.path.join(new[2], file)
        if file.endswith((".safetensors", "metrics.csv")) and not (os.path.exists(one) and os.path.exists(two)):
            found.append(f"{name}: {file} is there in one only")
        elif file.endswith(".safetensors"):
            a, b = tensors(one), tensors(two)
            found += [f"{name}: {file}: {tensor}" for tensor in sorted(a.keys() | b.keys()) if a.get(tensor) != b.get(tensor)]
        elif file.endswith("metrics.csv") and metrics(one) != metrics(two):
            a, b = set(metrics(one)), set(metrics(two))
            found.append(f"{name}: {file}: {len(a ^ b)} rows, such as {sorted(a ^ b)[:2]}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old"), parser.add_argument("new")
    parser.add_argument("--claims", nargs="*", default=[], metavar="ID"), parser.add_argument("--all-claims", action="store_true")
    parser.add_argument("--data-dir"), parser.add_argument("--only", default=""), parser.add_argument("--keep")
    asked = parser.parse_args()
    folder = asked.keep or tempfile.mkdtemp()
    runs = {name: (words, None) for name, words in RUNS.items() if asked.only in name}
    claims = ["--all"] if asked.all_claims else asked.claims
    runs |= {f"claims {words}": (["reproduce", words, "--scale", "quick"], asked.data_dir) for words in claims}
    found = []
    for name, (words, data) in runs.items():
        sides = []
        for side, dll in (("old", asked.old), ("new", asked.new)):
            own = os.path.join(folder, re.sub(r"\W", "-", name), side)
            os.makedirs(own, exist_ok=True)
            sides.append((*run(os.path.abspath(dll), words, own, data), own))
        here = differences(name, *sides)
        results = [os.path.join(side[3], "result.json") for side in sides]
        if all(map(os.path.exists, results)):
            a, b = (timeless(json.load(open(path))) for path in results)
            if a != b:
                one, two = json.dumps(a, indent=1).splitlines(), json.dumps(b, indent=1).splitlines()
                here.append(f"{name}: result: " + "; ".join(f"{x.strip()} | {y.strip()}" for x, y in zip(one, two) if x != y)[:400])
        print(f"{name}: {'same' if not here else f'{len(here)} differences'} (exit {sides[0][0]})", flush=True)
        for line in here[:5]:
            print("    " + line)
        found += here
    if not asked.keep:
        shutil.rmtree(folder)
    print(f"{len(runs)} runs compared, {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
