#include "bindings/view_reader.hpp"

#include "bindings/object_reader.hpp"

namespace nw::bindings {
namespace {

using core::Errc;
using inspect::ViewRequest;

constexpr int kMaxViews = 1000;
constexpr int kMaxSide = 8192;  // cells: more than any screen has pixels
constexpr int kMaxMapSize = 1024;

int read_size(ObjectReader& reader, const char* field, int most) {
  const int size = reader.integer(field);
  if (size >= 1 && size <= most) return size;
  reader.fail(Errc::bad_value, field, size < 1 ? 1 : most, size);
  return 1;
}

ViewRequest parameter_view(ObjectReader& reader, const model::Network& network) {
  inspect::ParameterRequest request;
  request.parameter = network.find_parameter(reader.text("name"));
  if (request.parameter < 0) reader.fail(Errc::unknown_parameter, "name", 0, 0);
  request.max_rows = read_size(reader, "maxRows", kMaxSide);
  request.max_cols = read_size(reader, "maxCols", kMaxSide);
  return request;
}

ViewRequest decision_view(ObjectReader& reader, const model::Network& network) {
  if (network.inputs() != 2) reader.fail(Errc::bad_shape, "decisionMap", 2, double(network.inputs()));
  inspect::DecisionGrid grid;
  grid.size = read_size(reader, "size", kMaxMapSize);
  grid.x_min = static_cast<float>(reader.number("xMin"));
  grid.x_max = static_cast<float>(reader.number("xMax"));
  grid.y_min = static_cast<float>(reader.number("yMin"));
  grid.y_max = static_cast<float>(reader.number("yMax"));
  return grid;
}

constexpr NamedEntry<ViewRequest (*)(ObjectReader&, const model::Network&)> kViews[] = {
    {"parameter", parameter_view}, {"decisionMap", decision_view}};

}  // namespace

core::Result<std::vector<ViewRequest>> read_views(const emscripten::val& views,
                                                  const model::Network& network) {
  if (!views.isArray()) return core::Error{Errc::bad_spec, "views"};
  const int count = array_length(views);
  if (count > kMaxViews) return core::Error{Errc::bad_value, "views", kMaxViews, double(count)};
  std::vector<ViewRequest> requests;
  for (int index = 0; index < count; ++index) {
    ObjectReader reader(views[index], core::FieldName::at("views", index));
    const auto* kind = reader.entry("kind", kViews);
    ViewRequest request = kind ? kind->value(reader, network) : ViewRequest{};
    if (!reader.ok()) return reader.error();
    requests.push_back(request);
  }
  return requests;
}

}  // namespace nw::bindings
