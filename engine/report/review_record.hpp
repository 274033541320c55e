// The record that reviewers of a simulation ask for, filled in from the run.
//
// Its parts and questions are those of STRESS-DES: Monks, Currie, Onggo, Robinson, Kunc and Taylor, "Strengthening the reporting of
// empirical simulation studies: introducing the STRESS guidelines" (Journal of Simulation 13, 2019, pp. 55-67), checklist for
// discrete-event simulation. What only the author can say is marked as missing.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "report/report_data.hpp"

namespace headwater {

struct RecordItem {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<std::string> missing;  ///< what the author has to add
  bool graph = false;                ///< the service graph is drawn here
  std::vector<std::string> head;     ///< of a table
  std::vector<std::vector<std::string>> rows;
};
struct RecordPart {
  std::string title;
  std::vector<RecordItem> items;
};
using ReviewRecord = std::vector<RecordPart>;

ReviewRecord review_record(const ReportData& data);

/// As Markdown, with the graph as a Mermaid flowchart. Texts of users stand in it as texts, whatever they look like.
void write_markdown(std::ostream& out, const ReportData& data, const ReviewRecord& record);

}  // namespace headwater
