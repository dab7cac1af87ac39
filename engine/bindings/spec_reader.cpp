#include "bindings/spec_reader.hpp"

#include <utility>

#include "bindings/layer_reader.hpp"
#include "model/losses.hpp"
#include "training/optimizers.hpp"
#include "training/schedules.hpp"

namespace nw::bindings {
namespace {

using core::Errc;
using emscripten::val;

constexpr NamedEntry<data::SplitKind> kSplits[] = {{"everyFifth", data::SplitKind::every_fifth},
                                                   {"shuffle", data::SplitKind::shuffle},
                                                   {"none", data::SplitKind::none}};

model::ScheduleSpec read_schedule(ObjectReader& parent) {
  ObjectReader reader = parent.object("schedule");
  model::ScheduleSpec spec;
  if (const auto* kind = reader.entry("type", training::schedules())) spec.type = kind->type;
  spec.steps = reader.integer("steps");
  spec.gamma = reader.number("gamma");
  spec.minimum = reader.number("minimum");
  spec.warmup_share = reader.number("warmupShare");
  spec.div_factor = reader.number("divFactor");
  spec.final_div_factor = reader.number("finalDivFactor");
  parent.absorb(reader);
  return spec;
}

model::LossOptions read_loss_options(ObjectReader& parent) {
  ObjectReader reader = parent.object("lossOptions");
  const model::LossOptions options{reader.number("delta"), reader.number("labelSmoothing")};
  parent.absorb(reader);
  return options;
}

}  // namespace

model::OptimizerSpec read_optimizer(ObjectReader& parent) {
  ObjectReader reader = parent.object("optimizer");
  model::OptimizerSpec spec;
  if (const auto* kind = reader.entry("type", training::optimizers())) spec.type = kind->type;
  spec.learning_rate = reader.number("learningRate");
  spec.beta1 = reader.number("beta1");
  spec.beta2 = reader.number("beta2");
  spec.epsilon = reader.number("epsilon");
  spec.momentum = reader.number("momentum");
  spec.rho = reader.number("rho");
  spec.initial_accumulator_value = reader.number("initialAccumulatorValue");
  spec.weight_decay = reader.number("weightDecay");
  spec.decay_biases = reader.flag("decayBiases");
  spec.clip_value = reader.number("clipValue");
  spec.clip_norm = reader.number("clipNorm");
  spec.schedule = read_schedule(reader);
  parent.absorb(reader);
  return spec;
}

model::RegularizerSpec read_regularizer(ObjectReader& reader) {
  model::RegularizerSpec spec;
  spec.l1 = reader.number("l1");
  spec.l2 = reader.number("l2");
  if (const auto* update = reader.entry("l1Update", kL1Updates)) spec.l1_update = update->value;
  spec.biases = reader.flag("biases");
  return spec;
}

data::SplitSpec read_split(ObjectReader& parent) {
  ObjectReader reader = parent.object("split");
  data::SplitSpec spec;
  if (const auto* kind = reader.entry("kind", kSplits)) spec.kind = kind->value;
  if (spec.kind == data::SplitKind::shuffle) {
    spec.test_share = reader.number("testShare");
    spec.seed = reader.count("seed");
  }
  parent.absorb(reader);
  return spec;
}

core::Result<model::NetworkSpec> read_spec(const val& object) {
  ObjectReader reader(object);
  model::NetworkSpec spec;

  const val shape = reader.array("inputShape");
  for (int axis = 0; axis < array_length(shape); ++axis) spec.input_shape.push_back(read_size(shape[axis]));

  const val layers = reader.array("layers");
  const int layer_count = array_length(layers);
  if (layer_count > model::kMaxLayers) reader.fail(Errc::bad_spec, "layers", model::kMaxLayers, layer_count);
  for (int index = 0; index < layer_count && reader.ok(); ++index) {
    spec.layers.push_back(read_layer(layers[index], index, reader));
  }

  if (const auto* loss = reader.entry("loss", model::losses())) spec.loss = loss->type;
  spec.loss_options = read_loss_options(reader);
  spec.optimizer = read_optimizer(reader);
  ObjectReader regularizer = reader.object("regularizer");
  spec.regularizer = read_regularizer(regularizer);
  reader.absorb(regularizer);
  spec.batch_size = reader.integer("batchSize");
  spec.seed = reader.count("seed");

  if (!reader.ok()) return reader.error();
  return spec;
}

}  // namespace nw::bindings
