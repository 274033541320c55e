#include "cli/timescale_table.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "cli/table.hpp"
#include "results/output.hpp"
#include "statistics/intervals.hpp"
#include "statistics/moments.hpp"

namespace headwater {

void print_timescales(std::ostream& out, const ResultsReader& results, std::size_t scenario) {
  const Layout& layout = results.layout();
  if (layout.timescales.empty()) return;
  const auto figure = [&](const std::string& name) { return estimate(existing(results.values(Output(layout, name), scenario))); };
  Table table({"timescale", "clocks stopped", "in time", "still going at the end", "of them late", "in time is who takes at most"});
  for (std::size_t i = 0; i < layout.timescales.size(); ++i) {
    const std::string& name = layout.timescales[i];
    const Estimate share = figure("timescale_in_time." + name);
    const Estimate percent{100 * share.mean, 100 * share.half_width};
    table.add({name, readable(figure("timescale_ended." + name).mean), std::isnan(share.mean) ? "-" : readable(percent) + " %", readable(figure("timescale_running_end." + name).mean),
               readable(figure("timescale_overdue_end." + name).mean), layout.timescale_rules[i]});
  }
  out << "\n";
  table.print(out);
}

}  // namespace headwater
