#include "results/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "results/record_bytes.hpp"
#include "results/results_error.hpp"

namespace headwater {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr Digest fingerprint = {1, 2, 3};

ReplicationRecord record_of(std::uint32_t replication) {
  ReplicationRecord record;
  record.replication = replication;
  record.model_events = 3'000'000'000u + replication;
  record.values = {0.1 * replication, -0.0, std::numeric_limits<double>::infinity(), 5e-324};
  record.histograms = {{600, {1, 127, 128, 300, std::numeric_limits<std::uint64_t>::max()}}, {0, {}}};
  record.log.time = {0.5, 412.25};
  record.log.entity = {0xe099ec6cd7363ca5u, 7};
  record.log.what = {EventLog::move, EventLog::interrupt};
  record.log.edge = {4, -1};
  record.log.tier = {-2, 3};
  return record;
}

void expect_equal(const ReplicationRecord& a, const ReplicationRecord& b) {
  EXPECT_EQ(a.replication, b.replication);
  EXPECT_EQ(a.model_events, b.model_events);
  EXPECT_EQ(a.values, b.values);
  ASSERT_EQ(a.histograms.size(), b.histograms.size());
  for (std::size_t i = 0; i < a.histograms.size(); ++i) {
    EXPECT_EQ(a.histograms[i].first, b.histograms[i].first);
    EXPECT_EQ(a.histograms[i].counts, b.histograms[i].counts);
  }
  EXPECT_EQ(a.log.time, b.log.time);
  EXPECT_EQ(a.log.entity, b.log.entity);
  EXPECT_EQ(a.log.what, b.log.what);
  EXPECT_EQ(a.log.edge, b.log.edge);
  EXPECT_EQ(a.log.tier, b.log.tier);
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void overwrite(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

class JournalTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove(path_); }
  void TearDown() override { std::filesystem::remove(path_); }

  void append(Journal& journal, std::uint32_t replication) {
    journal.append({0, replication}, to_bytes(record_of(replication)));
  }

  /// A journal of replications 7, 3 and 5 (threads finish in any order), and where its records end.
  std::vector<std::size_t> write_three() {
    std::vector<std::size_t> ends;
    Journal journal(path_, fingerprint);
    for (const std::uint32_t replication : {7u, 3u, 5u}) {
      append(journal, replication);
      ends.push_back(std::filesystem::file_size(path_));
    }
    return ends;
  }

  std::string path_ = testing::TempDir() + "headwater_journal_test." + std::to_string(getpid()) + ".journal";
};

TEST(RecordBytes, ComeBackAsTheyWere) {
  const ReplicationRecord record = record_of(9);
  const ReplicationRecord back = record_from_bytes(to_bytes(record));
  expect_equal(back, record);
  EXPECT_TRUE(std::signbit(back.values[1]));
  EXPECT_TRUE(std::isnan(record_from_bytes(to_bytes({0, {std::nan("")}, {}, {}, 0})).values[0]));
}

TEST(RecordBytes, OfTheWrongLengthAreRefused) {
  const std::string bytes = to_bytes(record_of(9));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(record_from_bytes(std::string_view(bytes).substr(0, length)), ResultsError) << length;
  }
  EXPECT_THROW(record_from_bytes(bytes + "x"), ResultsError);
}

TEST_F(JournalTest, KeepsRecordsUntilItIsRemoved) {
  write_three();
  Journal journal(path_, fingerprint);
  EXPECT_EQ(journal.size(), 3u);
  EXPECT_EQ(journal.dropped_bytes(), 0u);
  EXPECT_FALSE(journal.has({0, 4}));
  for (const std::uint32_t replication : {3u, 5u, 7u}) {
    ASSERT_TRUE(journal.has({0, replication}));
    expect_equal(record_from_bytes(journal.read({0, replication})), record_of(replication));
  }
  append(journal, 4);
  expect_equal(record_from_bytes(journal.read({0, 4})), record_of(4));
  journal.remove();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(JournalTest, CutShortAnywhereKeepsTheWholeRecordsBefore) {
  const std::vector<std::size_t> ends = write_three();
  const std::string whole = contents(path_);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    overwrite(path_, whole.substr(0, length));
    const auto kept =
        static_cast<std::size_t>(std::ranges::count_if(ends, [&](std::size_t end) { return end <= length; }));
    {
      Journal journal(path_, fingerprint);
      ASSERT_EQ(journal.size(), kept) << length;
      if (kept > 0) expect_equal(record_from_bytes(journal.read({0, 7})), record_of(7));
      append(journal, 11);  // what comes next must not be lost behind the torn record
    }
    Journal again(path_, fingerprint);
    ASSERT_EQ(again.size(), kept + 1) << length;
    ASSERT_EQ(again.dropped_bytes(), 0u) << length;
    expect_equal(record_from_bytes(again.read({0, 11})), record_of(11));
  }
}

TEST_F(JournalTest, AFlippedBitDropsItsRecordAndWhatFollows) {
  const std::vector<std::size_t> ends = write_three();
  const std::string whole = contents(path_);
  for (std::size_t at = 40; at < whole.size(); ++at) {  // the first 40 bytes are the header
    for (const char bit : {'\x01', '\x40', '\x80'}) {
      std::string flipped = whole;
      flipped[at] = static_cast<char>(flipped[at] ^ bit);
      overwrite(path_, flipped);
      const auto kept =
          static_cast<std::size_t>(std::ranges::count_if(ends, [&](std::size_t end) { return end <= at; }));
      Journal journal(path_, fingerprint);
      ASSERT_EQ(journal.size(), kept) << at;
      ASSERT_EQ(journal.dropped_bytes(), whole.size() - (kept == 0 ? 40 : ends[kept - 1])) << at;
    }
  }
}

TEST_F(JournalTest, AFlippedBitInTheHeaderIsNeverReadAsAJournal) {
  write_three();
  const std::string whole = contents(path_);
  for (std::size_t at = 0; at < 40; ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    overwrite(path_, flipped);
    EXPECT_THROW(Journal(path_, fingerprint), ResultsError) << at;
    EXPECT_EQ(contents(path_), flipped) << "a refused file must stay as it is";
  }
}

TEST_F(JournalTest, DamageAfterOpeningIsNoticedOnReading) {
  write_three();
  Journal journal(path_, fingerprint);
  std::string bytes = contents(path_);
  bytes[70] = static_cast<char>(bytes[70] ^ 1);
  overwrite(path_, bytes);
  EXPECT_THAT([&] { record_from_bytes(journal.read({0, 7})); },
              ThrowsMessage<ResultsError>(HasSubstr("replication 7 has been damaged")));
  expect_equal(record_from_bytes(journal.read({0, 3})), record_of(3));
}

TEST_F(JournalTest, OfAnotherExperimentIsRefused) {
  write_three();
  const std::string whole = contents(path_);
  EXPECT_THAT(
      [&] {
        Journal(path_, Digest{1, 2, 4});
      },
      ThrowsMessage<ResultsError>(
          HasSubstr(path_ + ": this journal belongs to another model, scenario, seed")));
  EXPECT_EQ(contents(path_), whole);
}

TEST_F(JournalTest, AnotherFileIsRefused) {
  for (const std::string text : {"tiers:\n", "H", "HWX"}) {
    overwrite(path_, text);
    if (text == "H") {  // cannot be told from a journal that was killed at once
      Journal journal(path_, fingerprint);
      EXPECT_EQ(journal.size(), 0u);
      continue;
    }
    EXPECT_THAT([&] { Journal(path_, fingerprint); },
                ThrowsMessage<ResultsError>(HasSubstr("not a Headwater journal")));
    EXPECT_EQ(contents(path_), text);
  }
}

TEST_F(JournalTest, TakesOneWriterAtATime) {
  {
    Journal first(path_, fingerprint);
    EXPECT_THAT([&] { Journal(path_, fingerprint); },
                ThrowsMessage<ResultsError>(HasSubstr("another process is writing this journal")));
    append(first, 1);
  }
  EXPECT_EQ(Journal(path_, fingerprint).size(), 1u);
}

TEST_F(JournalTest, IsLeftAsItIsWhereItIsOnlyRead) {
  const auto read = [&] { return Journal(path_, fingerprint, Journal::Left::only_read).size(); };
  EXPECT_THROW(read(), ResultsError);
  EXPECT_FALSE(std::filesystem::exists(path_)) << "reading makes no journal";
  {
    Journal writer(path_, fingerprint);
    EXPECT_THAT(read, ThrowsMessage<ResultsError>(HasSubstr("another process is still writing this journal")));
  }
  const std::string whole = (write_three(), contents(path_)), cut = whole.substr(0, whole.size() - 1);
  for (const std::string& bytes : {whole, cut, whole.substr(0, 20), std::string()}) {
    overwrite(path_, bytes);
    if (bytes.size() < 40) {
      EXPECT_THROW(read(), ResultsError) << "its header is not there, and is not to be written";
    } else {
      const Journal one(path_, fingerprint, Journal::Left::only_read), other(path_, fingerprint, Journal::Left::only_read);
      EXPECT_EQ(one.size(), bytes == whole ? 3u : 2u);
      expect_equal(record_from_bytes(other.read({0, 3})), record_of(3));
      EXPECT_THROW(Journal(path_, fingerprint), ResultsError) << "nobody writes while it is read";
    }
    EXPECT_EQ(contents(path_), bytes);
  }
}

TEST_F(JournalTest, NeedsAFolder) {
  EXPECT_THAT([&] { Journal(testing::TempDir() + "no_such_folder/a.journal", fingerprint); },
              ThrowsMessage<ResultsError>(
                  HasSubstr("a.journal: cannot open the journal (No such file or directory)")));
}

}  // namespace
}  // namespace headwater
