#!/usr/bin/env python3
"""Puts a plain PyTorch loop beside Apical's fixed point of dynamical target propagation: 6-6-6, leaky ReLU 0.35, batch 32, float64, to 1e-10.

  /usr/bin/python3 bench/equilibrium_against_pytorch.py --rounds 5

Both do the same sweeps, h_i <- (1 - mu) f_i(h_{i-1}) + mu g_i(h_{i+1}) with the moving output target, from the forward pass until no activity changes by more than
1e-10. PyTorch's loop is as people write it, and as fast as that gets: f_1 is computed once, the inverse once and outside of what is timed, no gradients. Apical's time
is that of a whole step of the rule: forward pass, (pseudo-)inverse, sweeps, and the signals of all layers. They alternate in one sitting; medians are compared.
"""
import argparse, json, os, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def torch_microseconds(seconds, threads):
    import torch
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    n, batch, mu, eta, slope = 6, 32, 0.1, 0.1, 0.35
    W1, W2 = (torch.linalg.qr(torch.randn(n, n))[0] for _ in range(2))
    b1, b2 = (torch.rand(n, 1) * 0.4 - 0.2 for _ in range(2))
    Q, x, t = torch.linalg.inv(W2), torch.randn(n, batch), torch.randn(n, batch)
    leaky = torch.nn.functional.leaky_relu

    @torch.no_grad()
    def settle():
        f1 = leaky(W1 @ x + b1, slope)
        h1, h2, sweeps = f1, leaky(W2 @ f1 + b2, slope), 0
        while True:
            sweeps += 1
            n1 = (1 - mu) * f1 + mu * (Q @ (leaky(h2, 1 / slope) - b2))
            n2 = (1 - mu) * leaky(W2 @ n1 + b2, slope) + mu * (h2 - eta * (h2 - t))
            change = max((n1 - h1).abs().max().item(), (n2 - h2).abs().max().item())
            h1, h2 = n1, n2
            if change < 1e-10:
                return sweeps

    for _ in range(200):
        sweeps = settle()
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds:
        one = time.perf_counter()
        settle()
        times.append(1e6 * (time.perf_counter() - one))
    return statistics.median(times), sweeps


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--seconds", type=float, default=1)
    p.add_argument("--threads", type=int, default=1)
    o = p.parse_args()
    try:
        import torch  # noqa: F401
    except ImportError:
        return print("Skipped: this interpreter has no torch. Debian: apt-get install python3-torch, then /usr/bin/python3.", file=sys.stderr)

    project = os.path.join(ROOT, "bench", "Apical.Bench")
    subprocess.run(["dotnet", "build", project, "-c", "Release", "-v", "quiet"], check=True, stdout=subprocess.DEVNULL)
    program = os.path.join(project, "bin", "Release", "net10.0", "Apical.Bench.dll")
    theirs, ours, sweeps = [], [], {}
    for _ in range(o.rounds):
        us, sweeps["PyTorch"] = torch_microseconds(o.seconds, o.threads)
        theirs.append(us)
        done = subprocess.run(["dotnet", program, "--equilibrium", "yes", "--threads", str(o.threads), "--seconds", str(o.seconds)],
                              stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout.strip().splitlines()[-1])
        ours.append(found["us"])
        sweeps["Apical"] = found["sweeps"]
    us, mine = statistics.median(theirs), statistics.median(ours)
    print(f"PyTorch {us:.1f} us ({sweeps['PyTorch']} sweeps), Apical {mine:.2f} us ({sweeps['Apical']} sweeps a sample in the mean): {us / mine:.0f} times faster")


main()
