#include "model/validate.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <limits>
#include <string>

#include "model/make_spec.hpp"

using namespace nw::model;
using namespace nw::test;
using nw::core::Errc;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();

NetworkSpec good() {
  return make_spec(2, {4, 3}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy);
}

void check_refused(const NetworkSpec& spec, Errc code, const std::string& field) {
  const auto status = validate(spec);
  CAPTURE(field);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == code);
  CHECK(std::string(status.error().field) == field);
}

template <class Change>
void refuses(Errc code, const std::string& field, Change change) {
  NetworkSpec spec = good();
  REQUIRE(validate(spec).ok());
  change(spec);
  check_refused(spec, code, field);
}

}  // namespace

TEST_CASE("validate: units from 1 to 65536, with the layer's place") {
  for (const int units :
       {0, -1, 65537, 10000000, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    refuses(Errc::bad_value, "layers[1].units", [&](NetworkSpec& spec) { spec.layers[1].units = units; });
  }
  NetworkSpec spec = good();
  spec.layers[1].units = 65536;
  CHECK(validate(spec).ok());
}

TEST_CASE("validate: numbers that are none, negative or endless") {
  for (const double wrong : {kNan, -0.5, kInf, 1e39}) {
    refuses(Errc::bad_value, "optimizer.learningRate",
            [&](NetworkSpec& s) { s.optimizer.learning_rate = wrong; });
    refuses(Errc::bad_value, "regularizer.l1", [&](NetworkSpec& s) { s.regularizer.l1 = wrong; });
    refuses(Errc::bad_value, "regularizer.l2", [&](NetworkSpec& s) { s.regularizer.l2 = wrong; });
  }
  for (const double wrong : {kNan, -0.1, 1.0, 2.0}) {
    refuses(Errc::bad_value, "optimizer.beta1", [&](NetworkSpec& s) {
      s.optimizer.type = OptimizerType::adam;
      s.optimizer.beta1 = wrong;
    });
    refuses(Errc::bad_value, "optimizer.beta2", [&](NetworkSpec& s) {
      s.optimizer.type = OptimizerType::adam;
      s.optimizer.beta2 = wrong;
    });
  }
  for (const double wrong : {kNan, 0.0, -1e-8, kInf}) {
    refuses(Errc::bad_value, "optimizer.epsilon", [&](NetworkSpec& s) {
      s.optimizer.type = OptimizerType::adam;
      s.optimizer.epsilon = wrong;
    });
  }
}

TEST_CASE("validate: initializers, with layer, which of the two, and the number") {
  refuses(Errc::bad_value, "layers[1].kernelInitializer.value",
          [](NetworkSpec& s) { s.layers[1].kernel_initializer = {InitializerType::constant, kNan}; });
  refuses(Errc::bad_value, "layers[0].biasInitializer.maxval", [](NetworkSpec& s) {
    s.layers[0].bias_initializer = {InitializerType::random_uniform, 0, 0.5, 0.4};
  });
  refuses(Errc::bad_value, "layers[0].biasInitializer.minval", [](NetworkSpec& s) {
    s.layers[0].bias_initializer = {InitializerType::random_uniform, 0, -kInf, 0.4};
  });
  refuses(Errc::bad_value, "layers[0].kernelInitializer.stddev", [](NetworkSpec& s) {
    s.layers[0].kernel_initializer = {InitializerType::random_normal, 0, 0, 0, 0, -1};
  });
  NetworkSpec unread = good();  // what a type does not read may be anything
  unread.layers[0].kernel_initializer = {InitializerType::zeros, kNan, kNan, kNan, kNan, kNan};
  CHECK(validate(unread).ok());
}

TEST_CASE("validate: the numbers of losses and of initializers that scale") {
  for (const double wrong : {kNan, 0.0, -1.0, kInf})
    refuses(Errc::bad_value, "lossOptions.delta", [&](NetworkSpec& s) { s.loss_options.delta = wrong; });
  for (const double wrong : {kNan, -0.1, 1.0, 1.0 - 1e-12})
    refuses(Errc::bad_value, "lossOptions.labelSmoothing",
            [&](NetworkSpec& s) { s.loss_options.label_smoothing = wrong; });
  for (const double wrong : {kNan, 0.0, -2.0, kInf})
    refuses(Errc::bad_value, "layers[0].kernelInitializer.scale", [&](NetworkSpec& s) {
      s.layers[0].kernel_initializer.type = InitializerType::variance_scaling;
      s.layers[0].kernel_initializer.scale = wrong;
    });
  for (const InitializerType type : {InitializerType::orthogonal, InitializerType::identity})
    refuses(Errc::bad_value, "layers[0].kernelInitializer.gain", [&](NetworkSpec& s) {
      s.layers[0].kernel_initializer.type = type;
      s.layers[0].kernel_initializer.gain = kNan;
    });
  refuses(Errc::bad_value, "layers[1].biasInitializer.stddev", [](NetworkSpec& s) {
    s.layers[1].bias_initializer = {InitializerType::truncated_normal, 0, 0, 0, 0, -1};
  });
  NetworkSpec allowed = good();
  allowed.loss_options = {1e-3, 0.999};
  CHECK(validate(allowed).ok());
}

TEST_CASE("validate: names are there, readable, and each only once") {
  for (const char* name : {"", "a/b", "a b", "ä", "this_name_is_longer_than_the_32_that_are_allowed"}) {
    refuses(Errc::bad_spec, "layers[0].name", [&](NetworkSpec& s) { s.layers[0].name = name; });
  }
  refuses(Errc::bad_spec, "layers[1].name", [](NetworkSpec& s) { s.layers[1].name = s.layers[0].name; });
}

TEST_CASE("validate: input shape, number of layers, batch size") {
  refuses(Errc::bad_spec, "inputShape", [](NetworkSpec& s) { s.input_shape = {}; });
  refuses(Errc::bad_spec, "inputShape", [](NetworkSpec& s) { s.input_shape = {1, 2, 3, 4}; });
  refuses(Errc::bad_value, "inputShape[0]", [](NetworkSpec& s) { s.input_shape = {0}; });
  refuses(Errc::bad_value, "inputShape[1]", [](NetworkSpec& s) { s.input_shape = {2, -3}; });
  refuses(Errc::bad_value, "inputShape", [](NetworkSpec& s) { s.input_shape = {4096, 4096}; });
  refuses(Errc::bad_spec, "layers", [](NetworkSpec& s) { s.layers.clear(); });
  refuses(Errc::bad_spec, "layers", [](NetworkSpec& s) { s.layers.resize(65, s.layers[0]); });
  refuses(Errc::bad_value, "batchSize", [](NetworkSpec& s) { s.batch_size = 0; });
  refuses(Errc::bad_value, "batchSize", [](NetworkSpec& s) { s.batch_size = (1 << 20) + 1; });
  refuses(Errc::bad_value, "seed", [](NetworkSpec& s) { s.seed = std::uint64_t{1} << 53; });
}

TEST_CASE("validate: what each optimizer reads, and nothing that it does not") {
  const auto refuses_for = [](OptimizerType type, const char* field, double OptimizerSpec::* member,
                              std::initializer_list<double> wrong) {
    for (const double value : wrong) {
      refuses(Errc::bad_value, std::string("optimizer.") + field, [&](NetworkSpec& s) {
        s.optimizer.type = type;
        s.optimizer.*member = value;
      });
    }
  };
  for (const OptimizerType type : {OptimizerType::momentum, OptimizerType::nesterov})
    refuses_for(type, "momentum", &OptimizerSpec::momentum, {kNan, -0.1, 1.5});
  refuses_for(OptimizerType::rmsprop, "rho", &OptimizerSpec::rho, {kNan, -0.1, 1.0});
  refuses_for(OptimizerType::rmsprop, "epsilon", &OptimizerSpec::epsilon, {kNan, 0.0});
  refuses_for(OptimizerType::adagrad, "epsilon", &OptimizerSpec::epsilon, {kNan, 0.0});
  refuses_for(OptimizerType::adagrad, "initialAccumulatorValue", &OptimizerSpec::initial_accumulator_value,
              {kNan, -1.0, kInf});
  refuses_for(OptimizerType::amsgrad, "beta2", &OptimizerSpec::beta2, {kNan, 1.0});
  refuses_for(OptimizerType::adamw, "beta1", &OptimizerSpec::beta1, {kNan, 1.0});
  refuses_for(OptimizerType::adamw, "weightDecay", &OptimizerSpec::weight_decay, {kNan, -0.1, kInf});
  for (const OptimizerType type : {OptimizerType::sgd, OptimizerType::adamw}) {
    refuses_for(type, "clipValue", &OptimizerSpec::clip_value, {kNan, -1.0, kInf});
    refuses_for(type, "clipNorm", &OptimizerSpec::clip_norm, {kNan, -1.0, kInf});
  }
  OptimizerSpec unread{OptimizerType::sgd, 0.1, kNan, kNan, kNan, kNan, kNan, kNan, kNan};
  CHECK(validate(unread).ok());
}

TEST_CASE("validate: schedules, each by what it reads") {
  const auto refuses_for = [](ScheduleType type, const char* field, double ScheduleSpec::* member,
                              std::initializer_list<double> wrong) {
    for (const double value : wrong) {
      refuses(Errc::bad_value, std::string("optimizer.schedule.") + field, [&](NetworkSpec& s) {
        s.optimizer.schedule.type = type;
        s.optimizer.schedule.*member = value;
      });
    }
  };
  for (const ScheduleType type : {ScheduleType::step, ScheduleType::exponential})
    refuses_for(type, "gamma", &ScheduleSpec::gamma, {kNan, 0.0, -1.0, 11.0});
  refuses_for(ScheduleType::cosine, "minimum", &ScheduleSpec::minimum, {kNan, -0.1, 1.1});
  refuses_for(ScheduleType::one_cycle, "warmupShare", &ScheduleSpec::warmup_share, {kNan, -0.1, 1.1});
  refuses_for(ScheduleType::one_cycle, "divFactor", &ScheduleSpec::div_factor, {kNan, 0.5, kInf});
  refuses_for(ScheduleType::one_cycle, "finalDivFactor", &ScheduleSpec::final_div_factor, {kNan, 0.5, kInf});
  for (int type = 1; type < 6; ++type) {
    for (const int steps : {0, -5, std::numeric_limits<int>::max()}) {
      refuses(Errc::bad_value, "optimizer.schedule.steps", [&](NetworkSpec& s) {
        s.optimizer.schedule.type = ScheduleType(type);
        s.optimizer.schedule.steps = steps;
      });
    }
  }
  OptimizerSpec constant;
  constant.schedule = {ScheduleType::constant, -1, kNan, kNan, kNan, kNan, kNan};
  CHECK(validate(constant).ok());
}

TEST_CASE("validate: regularizers of layers, and proximal steps with optimizers that have them") {
  refuses(Errc::bad_value, "layers[1].regularizer.l1",
          [](NetworkSpec& s) { s.layers[1].regularizer = {-1.0, 0.0}; });
  refuses(Errc::bad_value, "layers[0].regularizer.l2",
          [](NetworkSpec& s) { s.layers[0].regularizer = {0.0, kNan}; });
  for (int type = 0; type < 8; ++type) {
    NetworkSpec spec = good();
    spec.optimizer.type = OptimizerType(type);
    spec.regularizer.l1_update = L1Update::proximal;
    CAPTURE(type);
    if (spec.optimizer.type <= OptimizerType::nesterov)
      CHECK(validate(spec).ok());
    else
      check_refused(spec, Errc::bad_spec, "regularizer.l1Update");
  }
}
