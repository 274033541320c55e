#include "results/results_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <bit>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "results/content_hash.hpp"
#include "results/results_error.hpp"
#include "results/results_reader.hpp"
#include "results/seal.hpp"
#include "statistics/summary.hpp"
#include "support/synthetic_results.hpp"

namespace headwater {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveDoubleEq;
using testing::Pointwise;
using testing::SizeIs;
using testing::ThrowsMessage;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

class ResultsFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "headwater_results_file_test." + std::to_string(getpid()) + "/";
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "a.h5";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }

  /// The content hash of the synthetic results after `change` was made to replication 1.
  std::string hash_after(const std::function<void(ReplicationRecord&)>& change) {
    const SyntheticShape shape;
    const Layout layout = synthetic_layout(shape);
    return write_results(
        path_, layout, synthetic_facts(shape),
        [&](std::size_t, std::size_t i) {
          ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
          if (i == 1) change(record);
          return record;
        },
        true);
  }
  std::string hash_with(const std::function<void(Layout&, RunFacts&)>& change) {
    const SyntheticShape shape;
    Layout layout = synthetic_layout(shape);
    RunFacts facts = synthetic_facts(shape);
    change(layout, facts);
    return write_results(
        path_, layout, facts,
        [&](std::size_t, std::size_t i) {
          return synthetic_record(synthetic_layout(shape), static_cast<std::uint32_t>(i));
        },
        true);
  }

  std::string folder_, path_;
};

std::vector<double> part(const ReplicationRecord& record, const Layout& layout, const std::string& name) {
  for (std::size_t i = 0; i < layout.series.size(); ++i) {
    if (layout.series[i].name != name) continue;
    const auto begin = record.values.begin() + static_cast<std::ptrdiff_t>(layout.offset_of(i));
    return {begin, begin + static_cast<std::ptrdiff_t>(layout.size_of(i))};
  }
  return {};
}

TEST_F(ResultsFileTest, GivesBackWhatWasWritten) {
  const SyntheticShape shape{.tiers = 3, .periods = 4, .replications = 3, .groups = 2, .event_log = true};
  const Layout layout = synthetic_layout(shape);
  const RunFacts facts = synthetic_facts(shape);
  const std::string hash = write_synthetic(path_, shape);
  EXPECT_EQ(files(), 1u) << "nothing else is left in the folder";

  const ResultsReader reader(path_);
  EXPECT_EQ(reader.content_hash(), hash);
  EXPECT_THAT(hash, SizeIs(64));
  EXPECT_EQ(reader.layout().tiers, layout.tiers);
  EXPECT_EQ(reader.layout().exits, layout.exits);
  EXPECT_EQ(reader.layout().sources, layout.sources);
  EXPECT_EQ(reader.layout().groups, layout.groups);
  EXPECT_EQ(reader.layout().start_date, "2026-04-01");
  EXPECT_EQ(reader.layout().period_start, layout.period_start);
  EXPECT_EQ(reader.layout().period_end, layout.period_end);
  EXPECT_TRUE(reader.layout().event_log);
  ASSERT_EQ(reader.layout().edges.size(), layout.edges.size());
  for (std::size_t i = 0; i < layout.edges.size(); ++i) {
    EXPECT_EQ(reader.layout().edges[i].from, layout.edges[i].from);
    EXPECT_EQ(reader.layout().edges[i].to, layout.edges[i].to);
    EXPECT_EQ(reader.layout().edges[i].how, layout.edges[i].how);
  }
  ASSERT_EQ(reader.layout().series.size(), layout.series.size());
  for (std::size_t i = 0; i < layout.series.size(); ++i) {
    const SeriesSpec &read = reader.layout().series[i], &written = layout.series[i];
    EXPECT_EQ(read.name, written.name);
    EXPECT_EQ(read.units, written.units);
    EXPECT_EQ(read.long_name, written.long_name);
    EXPECT_EQ(read.axis, written.axis);
    EXPECT_EQ(read.by_group, written.by_group);
    EXPECT_EQ(read.count, written.count);
    std::vector<double> expected;
    for (std::uint32_t replication = 0; replication < shape.replications; ++replication) {
      const std::vector<double> values = part(synthetic_record(layout, replication), layout, written.name);
      expected.insert(expected.end(), values.begin(), values.end());
    }
    EXPECT_THAT(reader.values(written.name), Pointwise(NanSensitiveDoubleEq(), expected)) << written.name;
  }
  EXPECT_EQ(reader.facts().title, facts.title);
  EXPECT_EQ(reader.facts().scenarios, facts.scenarios);
  EXPECT_EQ(reader.facts().resolved, facts.resolved);
  EXPECT_EQ(reader.facts().replications, 3u);
  EXPECT_EQ(reader.facts().seed, facts.seed);
  EXPECT_EQ(reader.facts().generator, facts.generator);
  EXPECT_EQ(reader.facts().horizon, facts.horizon);
  EXPECT_EQ(reader.facts().resolved, facts.resolved);
  ASSERT_EQ(reader.facts().inputs.size(), 2u);
  EXPECT_EQ(reader.facts().inputs[0].name, "models/a.yaml");
  EXPECT_EQ(reader.facts().inputs[0].text, facts.inputs[0].text);
  EXPECT_EQ(reader.model_events(), 1000u + 1001 + 1002);
}

TEST_F(ResultsFileTest, SummariesLeaveOutWhatDoesNotExist) {
  const SyntheticShape shape{.tiers = 1, .periods = 2, .replications = 5};
  const Layout layout = synthetic_layout(shape);
  const double waits[5][2] = {{4, nan}, {1, nan}, {nan, nan}, {2, 7}, {3, nan}};
  write_results(path_, layout, synthetic_facts(shape), [&](std::size_t, std::size_t i) {
    ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
    const std::size_t at = layout.offset_of(7);  // wait_mean
    record.values[at] = waits[i][0];
    record.values[at + 1] = waits[i][1];
    return record;
  });
  const ResultsReader reader(path_);
  EXPECT_THAT(reader.mean("wait_mean"), ElementsAre(DoubleEq(2.5), DoubleEq(7)));
  // Of 1, 2, 3, 4: the squares about 2.5 sum to 5; the order statistics at 0.15, 0.75, 1.5, 2.25, 2.85 from
  // the first.
  EXPECT_THAT(reader.sd("wait_mean"), ElementsAre(DoubleEq(std::sqrt(5.0 / 3)), NanSensitiveDoubleEq(nan)));
  EXPECT_THAT(reader.quantiles("wait_mean"), ElementsAre(DoubleEq(1.15), 7, DoubleEq(1.75), 7, DoubleEq(2.5),
                                                         7, DoubleEq(3.25), 7, DoubleEq(3.85), 7));
}

TEST_F(ResultsFileTest, OneReplicationHasNoSpread) {
  write_synthetic(path_, {.replications = 1});
  const ResultsReader reader(path_);
  EXPECT_THAT(reader.mean("waiting"), Pointwise(DoubleEq(), reader.values("waiting")));
  EXPECT_THAT(reader.sd("waiting"), testing::Each(NanSensitiveDoubleEq(nan)));
  EXPECT_THAT(reader.quantiles("waiting"), SizeIs(5 * reader.mean("waiting").size()));
}

TEST_F(ResultsFileTest, HistogramsAddUp) {
  write_synthetic(path_, {.tiers = 2, .replications = 3});
  // Tier 0 of "wait" is record 0, counted from bucket 0; tier 1 is record 1, from bucket 1.
  EXPECT_THAT(ResultsReader(path_).histogram("wait"),
              ElementsAre(15, 903, 210000, 0, 0, 0, 18, 903, 210000, 0));
}

TEST_F(ResultsFileTest, BatchesAndBlocksDoNotShow) {
  // More cells than one block of the summaries holds and more replications than one batch.
  const SyntheticShape shape{.tiers = 3, .periods = 700, .replications = 2500};
  Layout layout = synthetic_layout(shape);
  layout.series.resize(1);
  const std::string hash = write_results(
      path_, layout, synthetic_facts(shape),
      [&](std::size_t, std::size_t i) { return synthetic_record(layout, static_cast<std::uint32_t>(i)); });
  const ResultsReader reader(path_);
  const std::vector<double> values = reader.values("occupancy"), mean = reader.mean("occupancy"),
                            quantiles = reader.quantiles("occupancy");
  const std::size_t cells = 3 * 700;
  ASSERT_EQ(values.size(), cells * 2500);
  EXPECT_EQ(values[cells * 2499 + 1234], part(synthetic_record(layout, 2499), layout, "occupancy")[1234]);
  for (const std::size_t cell : {std::size_t{0}, std::size_t{1677}, std::size_t{1678}, cells - 1}) {
    std::vector<double> column;
    for (std::size_t i = 0; i < 2500; ++i) column.push_back(values[i * cells + cell]);
    const Summary expected = summarise(column);
    EXPECT_EQ(mean[cell], expected.mean);
    for (std::size_t level = 0; level < 5; ++level)
      EXPECT_EQ(quantiles[level * cells + cell], expected.quantiles[level]);
  }
  EXPECT_EQ(verify(path_).computed, hash);
}

TEST_F(ResultsFileTest, SeveralScenariosLieSideBySide) {
  const SyntheticShape shape;
  const Layout layout = synthetic_layout(shape);
  RunFacts facts = synthetic_facts(shape);
  facts.scenarios = {"baseline", "invest"};
  facts.resolved = {"headwater: 1\n", "headwater: 1\ntitle: invest\n"};
  write_results(path_, layout, facts, [&](std::size_t scenario, std::size_t i) {
    return synthetic_record(layout, static_cast<std::uint32_t>(10 * scenario + i));
  });
  const ResultsReader reader(path_);
  EXPECT_EQ(reader.facts().scenarios, facts.scenarios);
  std::vector<double> expected;
  for (std::uint32_t i = 10; i < 13; ++i) {
    const std::vector<double> values = part(synthetic_record(layout, i), layout, "moves");
    expected.insert(expected.end(), values.begin(), values.end());
  }
  EXPECT_EQ(reader.values("moves", 1), expected);
  EXPECT_TRUE(verify(path_).ok());
  EXPECT_THROW(reader.values("moves", 2), ResultsError);
}

TEST_F(ResultsFileTest, AnAxisWithoutElementsIsLeftOut) {
  const SyntheticShape shape;
  Layout layout = synthetic_layout(shape);
  layout.exits.clear();
  write_results(path_, layout, synthetic_facts(shape), [&](std::size_t, std::size_t i) {
    ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
    return record;
  });
  const ResultsReader reader(path_);
  EXPECT_FALSE(reader.has("exits"));
  EXPECT_TRUE(reader.has("present"));
  EXPECT_TRUE(reader.layout().exits.empty());
}

TEST_F(ResultsFileTest, AnEmptyEventLogIsAllowed) {
  const SyntheticShape shape{.event_log = true};
  const Layout layout = synthetic_layout(shape);
  write_results(path_, layout, synthetic_facts(shape), [&](std::size_t, std::size_t i) {
    ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
    record.log = {};
    return record;
  });
  EXPECT_TRUE(verify(path_).ok());
}

TEST_F(ResultsFileTest, EqualResultsHaveEqualHashes) {
  const std::string hash = hash_after([](ReplicationRecord&) {});
  EXPECT_EQ(hash_after([](ReplicationRecord&) {}), hash);
  EXPECT_EQ(verify(path_).computed, hash);
  EXPECT_EQ(hash_with([](Layout&, RunFacts& facts) {
              facts.threads = 64;
              facts.seconds = 3;
              facts.version = "9.9";
              facts.commit = "def";
              facts.inputs[0].name = "elsewhere/a.yaml";
              facts.inputs[1].text += "# a comment";
              facts.inputs.push_back({"models/c.yaml", "headwater: 1\n"});
            }),
            hash);
}

TEST_F(ResultsFileTest, AnyDifferenceShowsInTheHash) {
  const std::string hash = hash_after([](ReplicationRecord&) {});
  const Layout layout = synthetic_layout({});
  for (std::size_t series = 0; series < layout.series.size(); ++series) {
    EXPECT_NE(
        hash_after([&](ReplicationRecord& record) {
          double& value =
              record.values[layout.offset_of(series)];  // a count changes by 1, all else by its last bit
          value = layout.series[series].count
                      ? value + 1
                      : std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ 1);
        }),
        hash)
        << layout.series[series].name;
  }
  EXPECT_NE(hash_after([](ReplicationRecord& record) { ++record.histograms.back().counts.back(); }), hash);
  EXPECT_NE(hash_after([](ReplicationRecord& record) { ++record.model_events; }), hash);
  EXPECT_NE(hash_with([](Layout&, RunFacts& facts) { facts.seed = 2; }), hash);
  EXPECT_NE(hash_with([](Layout&, RunFacts& facts) { facts.resolved[0] += "#"; }), hash);
  EXPECT_NE(hash_with([](Layout& l, RunFacts&) { l.tiers[1] = "tier_i"; }), hash);
  EXPECT_NE(hash_with([](Layout& l, RunFacts&) { l.series[0].name = "presence"; }), hash);
}

TEST_F(ResultsFileTest, NanAndMinusZeroHaveOneForm) {
  const auto set = [&](double value) {
    return hash_after([value](ReplicationRecord& record) { record.values[0] = value; });
  };
  EXPECT_EQ(set(-0.0), set(0.0));
  const std::string canonical = set(nan);
  EXPECT_EQ(set(-nan), canonical);
  EXPECT_EQ(set(std::bit_cast<double>(std::uint64_t{0x7ff0000000000001})), canonical);
  EXPECT_TRUE(verify(path_).ok());
}

TEST_F(ResultsFileTest, AnExistingFileIsKept) {
  std::ofstream(path_) << "mine";
  EXPECT_THAT([&] { write_synthetic(path_, {}); },
              ThrowsMessage<ResultsError>(HasSubstr("a.h5: exists already; --force replaces it")));
  std::string text;
  std::ifstream(path_) >> text;
  EXPECT_EQ(text, "mine");
  EXPECT_EQ(files(), 1u);
  write_synthetic(path_, {}, true);
  EXPECT_TRUE(verify(path_).ok());
}

TEST_F(ResultsFileTest, AFileThatAppearsMeanwhileIsKept) {
  const SyntheticShape shape;
  const Layout layout = synthetic_layout(shape);
  EXPECT_THROW(write_results(path_, layout, synthetic_facts(shape),
                             [&](std::size_t, std::size_t i) {
                               std::ofstream(path_) << "mine";
                               return synthetic_record(layout, static_cast<std::uint32_t>(i));
                             }),
               ResultsError);
  EXPECT_EQ(std::filesystem::file_size(path_), 4u);
}

TEST_F(ResultsFileTest, ALinkThatAppearsMeanwhileIsKept) {
  // It leads nowhere, so that only the renaming itself can notice it.
  const SyntheticShape shape;
  const Layout layout = synthetic_layout(shape);
  EXPECT_THAT(
      [&] {
        write_results(path_, layout, synthetic_facts(shape), [&](std::size_t, std::size_t i) {
          if (i == 0) std::filesystem::create_symlink(folder_ + "nowhere", path_);
          return synthetic_record(layout, static_cast<std::uint32_t>(i));
        });
      },
      ThrowsMessage<ResultsError>(HasSubstr("a.h5: appeared while the run was under way")));
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
  EXPECT_EQ(files(), 1u);
}

TEST_F(ResultsFileTest, AFullDiskIsToldInOneSentence) {
  write_synthetic(path_, {});
  const std::uintmax_t size = std::filesystem::file_size(path_);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  for (const std::uintmax_t longest : {std::uintmax_t{0}, std::uintmax_t{1000}, size / 3, size / 2, size - 49, size - 1}) {
    rlimit limit = before;
    limit.rlim_cur = longest;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
    EXPECT_THAT([&] { write_synthetic(path_, {}, true); },
                ThrowsMessage<FailedWrite>(testing::MatchesRegex(".*/a\\.h5: cannot [a-z0-9 '/_]* \\(File too large\\)")))
        << longest;
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_EQ(files(), 1u) << "only what was there before";
    EXPECT_TRUE(verify(path_).ok());
  }
}

TEST_F(ResultsFileTest, AFailureLeavesNothing) {
  const SyntheticShape shape;
  const Layout layout = synthetic_layout(shape);
  EXPECT_THROW(write_results(path_, layout, synthetic_facts(shape),
                             [&](std::size_t, std::size_t i) {
                               if (i == 2) throw ResultsError("the journal is damaged");
                               return synthetic_record(layout, static_cast<std::uint32_t>(i));
                             }),
               ResultsError);
  EXPECT_EQ(files(), 0u);
  EXPECT_THAT([&] { write_synthetic(folder_ + "none/a.h5", {}); },
              ThrowsMessage<ResultsError>(HasSubstr("there is no folder")));
}

TEST_F(ResultsFileTest, ARecordOfAnotherLayoutIsAFault) {
  const SyntheticShape shape;
  const Layout layout = synthetic_layout(shape);
  const auto write_with = [&](const std::function<void(ReplicationRecord&)>& change) {
    write_results(path_, layout, synthetic_facts(shape), [&](std::size_t, std::size_t i) {
      ReplicationRecord record = synthetic_record(layout, static_cast<std::uint32_t>(i));
      change(record);
      return record;
    });
  };
  EXPECT_THROW(write_with([](ReplicationRecord& record) { record.values.pop_back(); }), std::logic_error);
  EXPECT_THROW(write_with([](ReplicationRecord& record) { record.histograms[0].first = 99; }),
               std::logic_error);
}

TEST_F(ResultsFileTest, OtherFilesAreRefusedInOneSentence) {
  EXPECT_THAT([&] { ResultsReader reader(path_); },
              ThrowsMessage<ResultsError>(HasSubstr("a.h5: cannot be read (No such file")));
  std::ofstream(path_) << "";
  EXPECT_THAT([&] { ResultsReader reader(path_); },
              ThrowsMessage<ResultsError>(HasSubstr("not a Headwater results file")));
  std::ofstream(path_) << "tiers: {}\nexits: {}\n";
  EXPECT_THAT([&] { verify(path_); }, ThrowsMessage<ResultsError>(HasSubstr("not a Headwater results file")));
  EXPECT_THAT([&] { verify(folder_); },
              ThrowsMessage<ResultsError>(HasSubstr("cannot be read (Is a directory)")));
  write_synthetic(path_, {}, true);
  EXPECT_THAT(
      [&] { ResultsReader(path_).values("occupancies"); },
      ThrowsMessage<ResultsError>(HasSubstr("has no series 'occupancies' (did you mean 'occupancy'?)")));
}

TEST_F(ResultsFileTest, CutShortAnywhereIsNoticed) {
  write_synthetic(path_, {});
  const std::size_t sealed = std::filesystem::file_size(path_);
  const std::size_t size = sealed - 48;
  for (std::size_t length = size - 1; length > 8; length -= std::min<std::size_t>(length - 8, 997)) {
    std::filesystem::resize_file(path_, length);
    EXPECT_THAT([&] { verify(path_); }, ThrowsMessage<ResultsError>(HasSubstr("damaged or cut short")))
        << length;
  }
}

TEST_F(ResultsFileTest, AFlippedBitIsNoticed) {
  write_synthetic(path_, {});
  std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
  const std::size_t size = std::filesystem::file_size(path_) - 48;
  for (std::size_t at = 0; at < size; at += 211) {
    const auto flip = [&] {
      file.seekg(static_cast<std::streamoff>(at));
      const char byte = static_cast<char>(file.get() ^ 32);
      file.seekp(static_cast<std::streamoff>(at));
      file.put(byte).flush();
    };
    flip();
    EXPECT_THAT([&] { verify(path_); }, ThrowsMessage<ResultsError>(HasSubstr("a.h5: damaged"))) << at;
    EXPECT_THAT([&] { ResultsReader reader(path_); }, ThrowsMessage<ResultsError>(HasSubstr("a.h5: damaged")))
        << at;
    flip();
  }
  EXPECT_TRUE(verify(path_).ok());
}

TEST_F(ResultsFileTest, WithoutItsSealItIsRefused) {
  write_synthetic(path_, {});
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 48);
  const char* message = "a.h5: altered or cut short, the seal at its end is missing (run the scenario again)";
  EXPECT_THAT([&] { verify(path_); }, ThrowsMessage<DamagedResults>(HasSubstr(message)));
  EXPECT_THAT([&] { ResultsReader reader(path_); }, ThrowsMessage<DamagedResults>(HasSubstr(message)));
}

TEST_F(ResultsFileTest, UnderAnotherSealTheContentHashTells) {
  write_synthetic(path_, {});
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 48);
  // The resolved model, which no checksum of HDF5 guards.
  std::ifstream whole(path_, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(whole), {}};
  const std::size_t at = bytes.find("resolved model of Made up");
  ASSERT_NE(at, std::string::npos);
  std::fstream(path_, std::ios::binary | std::ios::in | std::ios::out)
      .seekp(static_cast<std::streamoff>(at))
      .put('R');
  ASSERT_TRUE(seal(path_));
  EXPECT_FALSE(verify(path_).ok());
}

}  // namespace
}  // namespace headwater
