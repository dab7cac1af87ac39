"""Networks in PyTorch that hold their parameters in the engine's layouts and names.

Images are [rows, height, width, channels], dense kernels [in, out], convolution kernels [kh, kw, in, out]; each layer
turns them into PyTorch's order for the call and back, so that gradients and optimizers see ours.
"""

import math

import numpy
import torch
import torch.nn.functional as F

ACTIVATIONS = {
    "linear": lambda x, alpha: x,
    "relu": lambda x, alpha: F.relu(x),
    "sigmoid": lambda x, alpha: torch.sigmoid(x),
    "tanh": lambda x, alpha: torch.tanh(x),
    "softmax": lambda x, alpha: F.softmax(x, dim=-1),
    "leakyRelu": lambda x, alpha: F.leaky_relu(x, alpha),
    "elu": lambda x, alpha: F.elu(x, alpha),
    "selu": lambda x, alpha: F.selu(x),
    "gelu": lambda x, alpha: F.gelu(x),
    "geluApproximate": lambda x, alpha: F.gelu(x, approximate="tanh"),
    "silu": lambda x, alpha: F.silu(x),
    "softplus": lambda x, alpha: F.softplus(x),
}


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def same_padding(size, window, stride):
    """TensorFlow's: ceil(size / stride) places; what is missing is half before (rounded down), the rest after."""
    missing = max(0, (math.ceil(size / stride) - 1) * stride + window - size)
    return missing // 2, missing - missing // 2


class Layer:
    """A type of layer: `add` makes its parameters and gives its output's shape, `forward` computes it."""

    def add(self, shape, parameters, draw):
        return shape

    def uniform(self, parameters, draw, part, shape, low, high):
        parameters[f"{self.name}/{part}"] = draw(shape, low, high)

    def glorot(self, parameters, draw, shape, fan_in, fan_out):
        bound = math.sqrt(6 / (fan_in + fan_out))
        self.uniform(parameters, draw, "kernel", shape, -bound, bound)


class Dense(Layer):
    type = "dense"

    def __init__(self, units, activation="linear"):
        self.units, self.activation = units, activation

    def add(self, shape, parameters, draw):
        self.glorot(parameters, draw, (shape[0], self.units), shape[0], self.units)
        self.uniform(parameters, draw, "bias", (self.units,), -0.3, 0.3)
        return (self.units,)

    def preactivation(self, x, p):
        return x @ p[f"{self.name}/kernel"] + p[f"{self.name}/bias"]

    def forward(self, x, p):
        return ACTIVATIONS[self.activation](self.preactivation(x, p), None)


class Windows(Layer):
    """What convolutions and pooling share: where the windows lie."""

    def place(self, shape, window, strides, padding, dilation=(1, 1)):
        reach = [(k - 1) * d + 1 for k, d in zip(window, dilation)]
        self.pads = [same_padding(n, k, s) if padding == "same" else (0, 0) for n, k, s in zip(shape, reach, strides)]
        return tuple((n + sum(p) - k) // s + 1 for n, k, s, p in zip(shape, reach, strides, self.pads))

    def padded(self, x, value=0.0):
        (top, bottom), (left, right) = self.pads
        return F.pad(channels_first(x), (left, right, top, bottom), value=value)


class Conv2d(Windows):
    type = "conv2d"

    def __init__(self, filters, kernel, activation="linear", strides=(1, 1), padding="valid", dilation=(1, 1)):
        self.filters, self.kernel, self.activation = filters, kernel, activation
        self.strides, self.padding, self.dilation = strides, padding, dilation

    def add(self, shape, parameters, draw):
        area = self.kernel[0] * self.kernel[1]
        self.glorot(
            parameters, draw, (*self.kernel, shape[2], self.filters), area * shape[2], area * self.filters
        )
        self.uniform(parameters, draw, "bias", (self.filters,), -0.3, 0.3)
        return (*self.place(shape, self.kernel, self.strides, self.padding, self.dilation), self.filters)

    def forward(self, x, p):
        kernel = p[f"{self.name}/kernel"].permute(3, 2, 0, 1)
        y = F.conv2d(self.padded(x), kernel, p[f"{self.name}/bias"], self.strides, 0, self.dilation)
        return ACTIVATIONS[self.activation](channels_last(y), None)


class DepthwiseConv2d(Windows):
    """Kernel [kh, kw, channels, multiplier]; output channel c * multiplier + m, in TensorFlow and PyTorch alike."""

    type = "depthwiseConv2d"

    def __init__(self, multiplier, kernel, activation="linear", strides=(1, 1), padding="valid"):
        self.multiplier, self.kernel, self.activation = multiplier, kernel, activation
        self.strides, self.padding = strides, padding

    def add(self, shape, parameters, draw):
        area = self.kernel[0] * self.kernel[1]
        self.glorot(parameters, draw, (*self.kernel, shape[2], self.multiplier), area, area * self.multiplier)
        self.uniform(parameters, draw, "bias", (shape[2] * self.multiplier,), -0.3, 0.3)
        self.channels = shape[2]
        return (*self.place(shape, self.kernel, self.strides, self.padding), shape[2] * self.multiplier)

    def forward(self, x, p):
        kernel = p[f"{self.name}/kernel"].permute(2, 3, 0, 1).reshape(-1, 1, *self.kernel)
        y = F.conv2d(self.padded(x), kernel, p[f"{self.name}/bias"], self.strides, groups=self.channels)
        return ACTIVATIONS[self.activation](channels_last(y), None)


class LocallyConnected2d(Windows):
    """A kernel of its own for every place: [places, kh * kw * in, filters]; a bias for every place and filter."""

    type = "locallyConnected2d"

    def __init__(self, filters, kernel, activation="linear", strides=(1, 1)):
        self.filters, self.kernel, self.activation, self.strides = filters, kernel, activation, strides

    def add(self, shape, parameters, draw):
        self.places = self.place(shape, self.kernel, self.strides, "valid")
        count, window = self.places[0] * self.places[1], self.kernel[0] * self.kernel[1] * shape[2]
        self.glorot(parameters, draw, (count, window, self.filters), window, self.filters)
        self.uniform(parameters, draw, "bias", (count, self.filters), -0.3, 0.3)
        return (*self.places, self.filters)

    def forward(self, x, p):
        columns = F.unfold(channels_first(x), self.kernel, stride=self.strides)  # [rows, channels * area, places]
        rows, channels = x.shape[0], x.shape[3]
        columns = columns.reshape(rows, channels, -1, columns.shape[2]).permute(0, 3, 2, 1)
        columns = columns.reshape(rows, columns.shape[1], -1)  # [rows, places, area * channels]
        y = torch.einsum("rpw,pwf->rpf", columns, p[f"{self.name}/kernel"]) + p[f"{self.name}/bias"]
        return ACTIVATIONS[self.activation](y.reshape(rows, *self.places, self.filters), None)


class Pooling2d(Windows):
    def __init__(self, pool, strides=None, padding="valid"):
        self.pool, self.strides, self.padding = pool, strides or pool, padding

    def add(self, shape, parameters, draw):
        return (*self.place(shape, self.pool, self.strides, self.padding), shape[2])


class MaxPooling2d(Pooling2d):
    type = "maxPooling2d"

    def forward(self, x, p):
        return channels_last(F.max_pool2d(self.padded(x, -math.inf), self.pool, self.strides))


class AveragePooling2d(Pooling2d):
    """The mean of what lies inside the image, as in TensorFlow."""

    type = "averagePooling2d"

    def forward(self, x, p):
        inside = F.avg_pool2d(self.padded(torch.ones_like(x)), self.pool, self.strides)
        return channels_last(F.avg_pool2d(self.padded(x), self.pool, self.strides) / inside)


class GlobalAveragePooling2d(Layer):
    type = "globalAveragePooling2d"

    def add(self, shape, parameters, draw):
        return (shape[2],)

    def forward(self, x, p):
        return x.mean(dim=(1, 2))


class Flatten(Layer):
    type = "flatten"

    def add(self, shape, parameters, draw):
        return (int(numpy.prod(shape)),)

    def forward(self, x, p):
        return x.reshape(x.shape[0], -1)


class Activation(Layer):
    type = "activation"

    def __init__(self, activation, alpha=None):
        self.activation, self.alpha = activation, alpha

    def forward(self, x, p):
        return ACTIVATIONS[self.activation](x, self.alpha)


class BatchNormalization(Layer):
    """The share of the new statistics is PyTorch's momentum; the engine's is the share of the old ones."""

    type = "batchNormalization"

    def __init__(self, momentum=0.9, epsilon=1e-5):
        self.momentum, self.epsilon = momentum, epsilon

    def add(self, shape, parameters, draw):
        channels = (shape[-1],)
        self.uniform(parameters, draw, "gamma", channels, 0.6, 1.4)
        self.uniform(parameters, draw, "beta", channels, -0.3, 0.3)
        self.uniform(parameters, draw, "moving_mean", channels, 0, 0)
        self.uniform(parameters, draw, "moving_variance", channels, 1, 1)
        return shape

    def forward(self, x, p):
        part = lambda name: p[f"{self.name}/{name}"]
        flat = x.reshape(-1, x.shape[-1])
        y = F.batch_norm(
            flat,
            part("moving_mean"),
            part("moving_variance"),
            part("gamma"),
            part("beta"),
            training=True,
            momentum=1 - self.momentum,
            eps=self.epsilon,
        )
        return y.reshape(x.shape)


class LayerNormalization(Layer):
    """Over the last axis."""

    type = "layerNormalization"

    def __init__(self, epsilon=1e-5):
        self.epsilon = epsilon

    def add(self, shape, parameters, draw):
        self.uniform(parameters, draw, "gamma", (shape[-1],), 0.6, 1.4)
        self.uniform(parameters, draw, "beta", (shape[-1],), -0.3, 0.3)
        return shape

    def forward(self, x, p):
        gamma, beta = p[f"{self.name}/gamma"], p[f"{self.name}/beta"]
        return F.layer_norm(x, (x.shape[-1],), gamma, beta, self.epsilon)


class Net:
    """Layers one after the other, named as the engine names them: `dense_1`, `dense_2`, `conv2d_1`."""

    def __init__(self, input_shape, layers, seed):
        self.input_shape, self.layers, self.start = input_shape, layers, {}
        random = numpy.random.RandomState(seed)

        def draw(shape, low, high):
            # Three decimals, so that a start value is short to write; what is meant is the float32 nearest to it.
            return numpy.round(random.uniform(low, high, shape), 3).astype(numpy.float32)

        shape = input_shape
        numbers = {}
        for layer in layers:
            numbers[layer.type] = numbers.get(layer.type, 0) + 1
            layer.name = f"{layer.type}_{numbers[layer.type]}"
            shape = layer.add(shape, self.start, draw)

    def parameters(self, precision):
        """The start values, those that are trained asking for a gradient."""
        made = {name: torch.tensor(values, dtype=precision) for name, values in self.start.items()}
        for name, tensor in made.items():
            tensor.requires_grad_("/moving_" not in name)
        return made

    def forward(self, x, parameters, to_logits):
        """What the last layer gives, before its activation where the loss is fused with that."""
        x = x.reshape(x.shape[0], *self.input_shape)
        for layer in self.layers[:-1]:
            x = layer.forward(x, parameters)
        last = self.layers[-1]
        return last.preactivation(x, parameters) if to_logits else last.forward(x, parameters)
