#include "CRE2.h"

#if !__has_include(<re2/re2.h>)
#error "RE2 is not installed: run 'apt-get install libre2-dev'"
#else
#include <re2/re2.h>
#endif

#include <cstring>

struct docbuild_pattern {
  re2::RE2 re;
  docbuild_pattern(re2::StringPiece text, const re2::RE2::Options &options) : re(text, options) {}
};

extern "C" {

docbuild_pattern *docbuild_pattern_new(
    const char *text, size_t length, bool posix, char *message, size_t capacity) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  if (posix) {
    options.set_posix_syntax(true);
    options.set_longest_match(true);
  }
  auto *made = new docbuild_pattern(re2::StringPiece(text, length), options);
  if (made->re.ok()) return made;
  const std::string &error = made->re.error();
  size_t count = error.size() < capacity - 1 ? error.size() : capacity - 1;
  std::memcpy(message, error.data(), count);
  message[count] = 0;
  delete made;
  return nullptr;
}

void docbuild_pattern_free(docbuild_pattern *pattern) { delete pattern; }

bool docbuild_pattern_find(
    const docbuild_pattern *pattern, const char *text, size_t length, size_t *start, size_t *end) {
  re2::StringPiece all(text ? text : "", length), match;
  if (!pattern->re.Match(all, 0, length, re2::RE2::UNANCHORED, &match, 1)) return false;
  *start = match.data() - all.data();
  *end = *start + match.size();
  return true;
}

bool docbuild_pattern_find_part(
    const docbuild_pattern *pattern, const char *text, size_t length, size_t from, size_t *start,
    size_t *end, size_t *part_start, size_t *part_end) {
  re2::StringPiece all(text ? text : "", length), found[2];
  int count = pattern->re.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!pattern->re.Match(all, from, length, re2::RE2::UNANCHORED, found, count)) return false;
  *start = found[0].data() - all.data();
  *end = *start + found[0].size();
  const re2::StringPiece &part = count > 1 && found[1].data() ? found[1] : found[0];
  *part_start = part.data() - all.data();
  *part_end = *part_start + part.size();
  return true;
}

bool docbuild_pattern_matches(const docbuild_pattern *pattern, const char *text, size_t length) {
  re2::StringPiece all(text ? text : "", length);
  return pattern->re.Match(all, 0, length, re2::RE2::UNANCHORED, nullptr, 0);
}
}
