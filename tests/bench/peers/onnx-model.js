/**
 * A workload's network as bytes of an ONNX model. Field numbers: onnx.proto of ONNX IR version 8; the encoding is that of
 * Protocol Buffers: a key (field and wire type), then a varint, or a length and so many bytes.
 */
import { shapesOf } from '../workloads.js';

const text = new TextEncoder();

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    if (rest < 128) return bytes;
  }
}

const integer = (field, value) => [...varint(field * 8), ...varint(value)];

/** A string, bytes, or a message that is encoded already. */
function bytes(field, value) {
  const content = typeof value === 'string' ? text.encode(value) : value;
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

const FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

const attribute = (name, value) =>
  Array.isArray(value)
    ? [...bytes(1, name), ...value.flatMap((each) => integer(8, each)), ...integer(20, ATTRIBUTE_INTS)]
    : [...bytes(1, name), ...integer(3, value), ...integer(20, ATTRIBUTE_INT)];

const node = (type, inputs, output, attributes = {}) => [
  ...inputs.flatMap((name) => bytes(1, name)),
  ...bytes(2, output),
  ...bytes(4, type),
  ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
];

const tensor = (name, shape, values) => [
  ...shape.flatMap((size) => integer(1, size)),
  ...integer(2, FLOAT),
  ...bytes(8, name),
  ...bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
];

function valueInfo(name, shape) {
  const dimensions = shape.flatMap((size) => bytes(1, integer(1, size)));
  return [...bytes(1, name), ...bytes(2, bytes(1, [...integer(1, FLOAT), ...bytes(2, dimensions)]))];
}

/** Kernels [height, width, in, out] as ONNX has them: [out, in, height, width]. */
function transposed({ kernel, shape: [height, width, inputs, outputs] }) {
  const to = new Float32Array(kernel.length);
  const taps = height * width;
  for (let tap = 0; tap < taps; tap++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        to[(o * inputs + i) * taps + tap] = kernel[(tap * inputs + i) * outputs + o];
  return { values: to, shape: [outputs, inputs, height, width] };
}

/** @returns {Uint8Array}  input "x" [batch, …] (images of one channel as [batch, 1, height, width]), output "y" */
export function onnxModel(work, weights) {
  const [height, width] = work.inputShape;
  const isImage = work.inputShape.length === 3;
  const nodes = [];
  const initializers = [];
  let at = 'x';
  let parameter = 0;
  const add = (type, inputs, attributes) => {
    const output = `t${nodes.length}`;
    nodes.push(node(type, [at, ...inputs], output, attributes));
    at = output;
  };
  for (const { layer } of shapesOf(work)) {
    if (layer.type === 'maxPooling2d') {
      add('MaxPool', [], { kernel_shape: [2, 2], strides: [2, 2] });
    } else if (layer.type === 'flatten') {
      add('Transpose', [], { perm: [0, 2, 3, 1] }); // our rows have the channels last
      add('Flatten', [], { axis: 1 });
    } else {
      const given = weights[parameter];
      const names = [`w${parameter}`, `b${parameter}`];
      parameter++;
      const { values, shape } =
        layer.type === 'conv2d' ? transposed(given) : { values: given.kernel, shape: given.shape };
      initializers.push(tensor(names[0], shape, values));
      if (given.bias) initializers.push(tensor(names[1], [given.bias.length], given.bias));
      if (layer.type === 'conv2d') add('Conv', names, { kernel_shape: [5, 5], pads: [2, 2, 2, 2] });
      else if (layer.type === 'product') add('MatMul', [names[0]]);
      else add('Gemm', names);
      if (layer.activation === 'relu') add('Relu', []);
      if (layer.activation === 'tanh') add('Tanh', []);
      if (layer.activation === 'softmax') add('Softmax', [], { axis: 1 });
    }
  }
  nodes.push(node('Identity', [at], 'y'));
  const graph = [
    ...nodes.flatMap((each) => bytes(1, each)),
    ...bytes(2, 'net'),
    ...initializers.flatMap((each) => bytes(5, each)),
    ...bytes(11, valueInfo('x', [work.batchSize, ...(isImage ? [1, height, width] : work.inputShape)])),
    ...bytes(12, valueInfo('y', [work.batchSize, work.layers.at(-1).units])),
  ];
  const opset = bytes(8, integer(2, 17));
  return Uint8Array.from([...integer(1, 8), ...opset, ...bytes(7, graph)]);
}
