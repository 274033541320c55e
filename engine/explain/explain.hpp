// From a model to the life of one of those who live in it.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "explain/life.hpp"
#include "pathway/model.hpp"
#include "scenario/description.hpp"

namespace headwater {

/// There is nobody of this name or number; the text says who there is.
struct NoSuchLife : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The life of `subject` in replication `number`; simulates the replication. `model` is compiled from `description`.
/// Throws `NoSuchLife`.
Life explain(const Description& description, const Model& model, std::uint32_t number, const Subject& subject);

/// "SOURCE:NUMBER", or "SOURCE:NUMBER.PLACE" for another than the first of a batch. Throws `NoSuchLife`.
Subject entity_named(const std::string& text);

/// The families, or else the entities, that come to a tier or an exit once results begin, in the order in which they first
/// do. Throws `NoSuchLife` when there is no such tier or exit.
std::vector<Subject> who_comes_to(const Model& model, std::uint32_t number, const std::string& node);

}  // namespace headwater
