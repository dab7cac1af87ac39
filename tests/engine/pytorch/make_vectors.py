#!/usr/bin/python3
"""Trains small networks with PyTorch in float64 and writes down what comes out, for the tests beside this file.

    /usr/bin/python3 tests/engine/pytorch/make_vectors.py

writes vectors/*.hpp; see README.md. Every run takes all rows as one batch, so that the order of rows means nothing. It is
made a second time in float32; where that leads elsewhere, the run sits on a kink and proves nothing: then this
script stops.
"""

import pathlib
import textwrap

import numpy
import torch
import torch.nn.functional as F
from nets import (
    Activation,
    AveragePooling2d,
    BatchNormalization,
    Conv2d,
    Dense,
    DepthwiseConv2d,
    Flatten,
    GlobalAveragePooling2d,
    LayerNormalization,
    LocallyConnected2d,
    MaxPooling2d,
    Net,
)

FOLDER = pathlib.Path(__file__).parent / "vectors"
STEPS = 60
LOSS_EVERY = 10  # the loss of steps 0, 10, 20, …, before that step
FLOAT32_MAY_DIFFER = 2e-6  # the tests allow 1e-5

torch.set_num_threads(1)


def rounded(values):
    return numpy.round(values, 3).astype(numpy.float32)


# ---- data: few rows, with something to learn


def make_data():
    random = numpy.random.RandomState(1)
    labels = numpy.arange(15) % 3
    centers = random.uniform(-1, 1, (3, 5))
    inputs = rounded(centers[labels] + random.uniform(-0.8, 0.8, (15, 5)))
    mixed = inputs @ random.uniform(-0.6, 0.6, (5, 3))
    numbers = rounded(numpy.sin(mixed) + random.uniform(-0.1, 0.1, (15, 3)))
    images_labels = numpy.arange(10) % 3
    patterns = random.uniform(-1, 1, (3, 72))
    images = rounded(patterns[images_labels] * 0.6 + random.uniform(-0.6, 0.6, (10, 72)))
    return {
        "classes": {"inputs": inputs, "targets": labels},
        "numbers": {"inputs": inputs, "targets": numbers},
        "two": {"inputs": inputs, "targets": (numbers[:, 0] > 0).astype(int)},
        "images": {"inputs": images, "targets": images_labels},
    }


DATA = make_data()

# ---- losses: (needs logits, function of what the last layer gives and of the targets)


def one_hot(targets, units):
    return F.one_hot(targets.long(), units)


LOSSES = {
    "meanSquaredError": (False, lambda y, t: F.mse_loss(y, t)),
    "halfSquaredError": (False, lambda y, t: F.mse_loss(y, t) / 2),
    "meanAbsoluteError": (False, lambda y, t: F.l1_loss(y, t)),
    "huber": (False, lambda y, t, delta: F.huber_loss(y, t, delta=delta)),
    "squaredErrorOfSoftmax": (False, lambda y, t: F.mse_loss(y, one_hot(t, y.shape[1]).to(y.dtype))),
    "binaryCrossentropy": (
        True,
        lambda z, t, smoothing=0.0: F.binary_cross_entropy_with_logits(z[:, 0], t * (1 - smoothing) + smoothing / 2),
    ),
    "categoricalCrossentropy": (
        True,
        lambda z, t, smoothing=0.0: F.cross_entropy(z, t.long(), label_smoothing=smoothing),
    ),
}


# ---- optimizers: from kernels and the other trained parameters

def plain(make, **options):
    return lambda kernels, others: make(kernels + others, **options)


def kernels_decay(make, weight_decay, **options):
    """Weight decay of kernels alone."""
    return lambda kernels, others: make(
        [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}], **options
    )


def sgd(lr=0.1, **options):
    return plain(torch.optim.SGD, lr=lr, **options)


def adam(lr=0.02, **options):
    return plain(torch.optim.Adam, lr=lr, **options)


# ---- networks; a maker each, so that two runs never share tensors

NETS = {
    "dense relu": lambda: Net((5,), [Dense(7, "relu"), Dense(3, "softmax")], 11),
    "dense tanh": lambda: Net((5,), [Dense(7, "tanh"), Dense(3)], 12),
    "dense one": lambda: Net((5,), [Dense(7, "tanh"), Dense(1, "sigmoid")], 13),
    "conv same": lambda: Net(
        (6, 6, 2),
        [Conv2d(4, (3, 3), "relu", padding="same"), MaxPooling2d((2, 2)), Flatten(), Dense(3, "softmax")],
        21,
    ),
    "conv valid strides": lambda: Net(
        (6, 6, 2),
        [
            Conv2d(3, (3, 2), "tanh"),
            Conv2d(4, (2, 3), "relu", strides=(1, 2)),
            MaxPooling2d((2, 1), (1, 1)),
            Flatten(),
            Dense(3, "softmax"),
        ],
        22,
    ),
    "conv twice": lambda: Net(
        (6, 6, 2),
        [
            Conv2d(4, (3, 3), "relu", padding="same"),
            MaxPooling2d((2, 2)),
            Conv2d(5, (3, 3), "relu", padding="same"),
            MaxPooling2d((2, 2)),
            Flatten(),
            Dense(3, "softmax"),
        ],
        20,
    ),
    "conv same strides": lambda: Net(
        (6, 6, 2),
        [Conv2d(4, (3, 5), "relu", strides=(2, 2), padding="same"), Flatten(), Dense(3, "softmax")],
        23,
    ),
    "conv dilation": lambda: Net(
        (6, 6, 2),
        [Conv2d(4, (3, 2), "tanh", dilation=(2, 3)), Flatten(), Dense(3, "softmax")],
        24,
    ),
    "depthwise": lambda: Net(
        (6, 6, 2),
        [DepthwiseConv2d(2, (3, 3), "relu", padding="same"), AveragePooling2d((2, 3)), Flatten(), Dense(3, "softmax")],
        25,
    ),
    "depthwise strides": lambda: Net(
        (6, 6, 2),
        [DepthwiseConv2d(3, (2, 3), "tanh", strides=(2, 2)), Flatten(), Dense(3, "softmax")],
        26,
    ),
    "locally connected": lambda: Net(
        (6, 6, 2),
        [LocallyConnected2d(2, (3, 4), "tanh", (3, 2)), Flatten(), Dense(3, "softmax")],
        27,
    ),
    "pooling same": lambda: Net(
        (6, 6, 2),
        [
            Conv2d(3, (2, 2), "relu"),
            MaxPooling2d((2, 2), (2, 2), "same"),
            AveragePooling2d((2, 2), (2, 2), "same"),
            Flatten(),
            Dense(3, "softmax"),
        ],
        28,
    ),
    "global average": lambda: Net(
        (6, 6, 2),
        [Conv2d(5, (3, 3), "relu"), GlobalAveragePooling2d(), Dense(3, "softmax")],
        29,
    ),
    "dense batch normalization": lambda: Net(
        (5,), [Dense(7), BatchNormalization(), Activation("relu"), Dense(3, "softmax")], 31
    ),
    "conv batch normalization": lambda: Net(
        (6, 6, 2),
        [
            Conv2d(4, (3, 3)),
            BatchNormalization(momentum=0.8, epsilon=1e-2),
            Activation("relu"),
            MaxPooling2d((2, 2)),
            Flatten(),
            Dense(3, "softmax"),
        ],
        32,
    ),
    "dense layer normalization": lambda: Net(
        (5,), [Dense(7, "tanh"), LayerNormalization(epsilon=1e-2), Dense(3, "softmax")], 33
    ),
    "conv layer normalization": lambda: Net(
        (6, 6, 2),
        [Conv2d(4, (3, 3)), LayerNormalization(), Activation("tanh"), Flatten(), Dense(3, "softmax")],
        34,
    ),
}
for name, alpha in {
    "leakyRelu": 0.2,
    "elu": 0.7,
    "selu": None,
    "gelu": None,
    "geluApproximate": None,
    "silu": None,
    "softplus": None,
}.items():
    NETS[f"dense {name}"] = lambda name=name, alpha=alpha: Net(
        (5,), [Dense(7), Activation(name, alpha), Dense(3, "softmax")], 41
    )

# ---- the runs


class Run:
    """One training; `train` gives the losses and all parameters at its end."""

    def __init__(
        self, net, optimizer, data="classes", loss="categoricalCrossentropy", l1=0.0, l2=0.0, clip=None, schedule=None, **options
    ):
        self.net, self.optimizer, self.data, self.loss, self.options = net, optimizer, data, loss, options
        self.l1, self.l2, self.clip, self.schedule = l1, l2, clip, schedule

    def train(self, precision):
        net = NETS[self.net]()
        parameters = net.parameters(precision)
        inputs = torch.tensor(DATA[self.data]["inputs"], dtype=precision)
        targets = torch.tensor(DATA[self.data]["targets"], dtype=precision)
        kernels = [p for name, p in parameters.items() if name.endswith("/kernel")]
        others = [p for name, p in parameters.items() if p.requires_grad and not name.endswith("/kernel")]
        optimizer = self.optimizer(kernels, others)
        schedule = self.schedule(optimizer) if self.schedule else None
        to_logits, loss_of = LOSSES[self.loss]
        losses = []
        for step in range(STEPS):
            optimizer.zero_grad()
            loss = loss_of(net.forward(inputs, parameters, to_logits), targets, **self.options)
            if step % LOSS_EVERY == 0:
                losses.append(loss.item())
            penalty = sum(self.l1 * w.abs().sum() + self.l2 / 2 * (w * w).sum() for w in kernels)
            (loss + penalty).backward()
            if self.clip:
                self.clip(kernels + others)
            optimizer.step()
            if schedule:
                schedule.step()
        return {"losses": numpy.array(losses), **{name: p.detach().numpy() for name, p in parameters.items()}}

    def result(self, title):
        """In float64; checked by the same in float32."""
        exact, rough = self.train(torch.float64), self.train(torch.float32)
        start = NETS[self.net]().start
        for name, values in exact.items():
            difference = abs(values - rough[name]).max()
            assert difference < FLOAT32_MAY_DIFFER, f"{title}: {name} differs by {difference} in float32"
            # A bias before batch normalization is subtracted again: it has no gradient.
            stays = "batch normalization" in self.net and name in ("dense_1/bias", "conv2d_1/bias")
            if name in start and not stays:
                moved = abs(values - start[name]).max()
                assert moved > 1e-2, f"{title}: {name} moved by {moved} only"
        assert exact["losses"][-1] < 0.95 * exact["losses"][0], f"{title}: learned nothing"
        return exact


def both(title, optimizer):
    """An optimizer on classes and on numbers."""
    return {
        f"{title}, softmax": Run("dense relu", optimizer),
        f"{title}, squared error": Run("dense tanh", optimizer, "numbers", "meanSquaredError"),
    }


S = torch.optim.lr_scheduler
GROUPS = {
    # Epsilons are large, so that it shows where they stand.
    "optimizers": {
        **both("sgd", sgd()),
        **both("momentum", sgd(0.03, momentum=0.8)),
        **both("nesterov", sgd(0.03, momentum=0.8, nesterov=True)),
        **both("rmsprop", plain(torch.optim.RMSprop, lr=0.01, alpha=0.95, eps=1e-2)),
        **both("adagrad", plain(torch.optim.Adagrad, lr=0.05, eps=1e-2)),
        **both("adam", adam(betas=(0.8, 0.95), eps=1e-2)),
        **both("amsgrad", adam(betas=(0.8, 0.9), eps=1e-2, amsgrad=True)),
        **both("adamw", kernels_decay(torch.optim.AdamW, 0.3, lr=0.02, betas=(0.8, 0.95), eps=1e-2)),
    },
    "penalties": {
        "l1, sgd": Run("dense relu", sgd(), l1=0.004),
        "l2, sgd": Run("dense relu", sgd(), l2=0.05),
        "l1 and l2, adam": Run("dense tanh", adam(eps=1e-3), "numbers", "meanSquaredError", l1=0.001, l2=0.02),
        "l2, momentum": Run("dense tanh", sgd(0.03, momentum=0.9), "numbers", "meanSquaredError", l2=0.03),
    },
    "clipping": {
        "by value, sgd": Run("dense relu", sgd(0.3), clip=lambda p: torch.nn.utils.clip_grad_value_(p, 0.02)),
        "by value, l2, adam": Run(
            "dense tanh",
            adam(0.01, eps=1e-2),
            "numbers",
            "meanSquaredError",
            l2=0.1,
            clip=lambda p: torch.nn.utils.clip_grad_value_(p, 0.03),
        ),
        "by norm, sgd": Run("dense relu", sgd(0.3), clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.2)),
        "by norm, l2, momentum": Run(
            "dense tanh",
            sgd(0.05, momentum=0.8),
            "numbers",
            "meanSquaredError",
            l2=0.1,
            clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.15),
        ),
    },
    # One step is one epoch here.
    "schedules": {
        "step": Run("dense relu", sgd(), schedule=lambda o: S.StepLR(o, 17, 0.4)),
        "exponential": Run("dense relu", sgd(), schedule=lambda o: S.ExponentialLR(o, 0.96)),
        "cosine": Run("dense relu", sgd(), schedule=lambda o: S.CosineAnnealingLR(o, STEPS, 0.01)),
        "one cycle": Run(
            "dense relu",
            sgd(),
            schedule=lambda o: S.OneCycleLR(
                o,
                0.4,
                total_steps=STEPS,
                pct_start=0.3,
                div_factor=20,
                final_div_factor=100,
                cycle_momentum=False,
            ),
        ),
    },
    "losses": {
        "meanSquaredError": Run("dense tanh", sgd(0.2), "numbers", "meanSquaredError"),
        "halfSquaredError": Run("dense tanh", sgd(0.2), "numbers", "halfSquaredError"),
        "meanAbsoluteError": Run("dense tanh", sgd(0.05), "numbers", "meanAbsoluteError"),
        "huber": Run("dense tanh", sgd(0.3), "numbers", "huber", delta=0.4),
        "meanSquaredError of softmax": Run("dense relu", sgd(0.5), "classes", "squaredErrorOfSoftmax"),
        "binaryCrossentropy": Run("dense one", sgd(0.2), "two", "binaryCrossentropy"),
        "binaryCrossentropy, smoothed labels": Run("dense one", sgd(0.2), "two", "binaryCrossentropy", smoothing=0.15),
        "categoricalCrossentropy": Run("dense relu", sgd(0.2)),
        "categoricalCrossentropy, smoothed labels": Run("dense relu", sgd(0.2), smoothing=0.15),
    },
    "activations": {
        name.removeprefix("dense "): Run(name, sgd(0.2))
        for name in NETS
        if name.startswith("dense ") and name[6:] in ("leakyRelu", "elu", "selu", "gelu", "geluApproximate", "silu", "softplus")
    },
    "convolutions": {
        name: Run(name, sgd(), "images")
        for name in (
            "conv same",
            "conv valid strides",
            "conv same strides",
            "conv dilation",
            "depthwise",
            "depthwise strides",
            "locally connected",
            "pooling same",
            "global average",
        )
    }
    # The network that learns digits, by the optimizer that it learns them with.
    | {"conv twice": Run("conv twice", adam(0.01), "images")},
    "normalizations": {
        "dense batch normalization": Run("dense batch normalization", sgd(0.05)),
        "conv batch normalization": Run("conv batch normalization", sgd(0.05), "images"),
        "dense layer normalization": Run("dense layer normalization", sgd()),
        "conv layer normalization": Run("conv layer normalization", sgd(), "images"),
    },
}

# ---- writing


HEADER = """#pragma once

// Made by make_vectors.py, PyTorch {torch}: see README.md.

namespace nw::test {{

inline constexpr char {name}[] = R"(
{text}
)";

}}  // namespace nw::test
"""


def block(title, arrays):
    lines = [f"= {title}"]
    for name, values in arrays.items():
        numbers = " ".join(f"{value:.9g}" for value in numpy.ravel(values))
        lines += textwrap.wrap(f"{name} {numbers}", 108, subsequent_indent="  ", break_on_hyphens=False)
    return "\n".join(lines)


def write(name, blocks):
    text = "\n".join(block(title, arrays) for title, arrays in blocks.items())
    path = FOLDER / f"{name}.hpp"
    path.write_text(HEADER.format(torch=torch.__version__, name=f"k{name.capitalize()}Vectors", text=text))
    print(f"{path.name}: {len(blocks)} blocks, {path.stat().st_size} bytes")


def float32_text(arrays):
    """Numbers that were rounded to three decimals, written so."""
    return {name: numpy.round(values.astype(float), 3) for name, values in arrays.items()}


def main():
    FOLDER.mkdir(exist_ok=True)
    write("data", {name: float32_text(arrays) for name, arrays in DATA.items()})
    write("start", {name: float32_text(make().start) for name, make in NETS.items()})
    for group, runs in GROUPS.items():
        write(group, {title: run.result(f"{group}: {title}") for title, run in runs.items()})


main()
