// Drives the faces of the C targets with all that they may meet, for sanitizers to watch: every buffer is just as large as
// it says, so a byte read too much is seen. Ends with status 0 when all is as it should be.
#define _GNU_SOURCE
#include "CArena.h"
#include "CConfine.h"
#include "CHash.h"
#include "CKernel.h"
#include "CText.h"
#include "CToml.h"

#include <cmark.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXPECT(what) \
  do { \
    if (!(what)) { \
      fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__, #what); \
      exit(1); \
    } \
  } while (0)

static _Thread_local uint64_t state = 1;

static unsigned any(unsigned below) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(state >> 33) % below;
}

// `count` bytes of words that mean something to the parsers, in memory of just that size.
static char *text_of(size_t count) {
  static const char *const words[] = {
      "a",  "\n",   "\n\n", "# ",  "> ",       "- ",      "1. ",    "```\n", "    ", "\t",   "<!-- ", "-->",
      "*",  "**",   "[",    "](",  ")",        "![",      "`",      "\\",    "&amp;", "\r\n", "\r",    "\xff",
      "<b", "</b>", "é",    "= ",  "\"\"\"",   "[[x]]\n", "x = 1\n", "region", "[START", "8<", "tag::", "ANCHOR",
  };
  char *made = malloc(count ? count : 1);
  EXPECT(made);
  for (size_t at = 0; at < count;) {
    const char *word = words[any(sizeof words / sizeof *words)];
    for (; *word && at < count; word++) made[at++] = *word;
  }
  return made;
}

static void drive_text(void) {
  for (size_t count = 0; count < 700; count++) {
    char *text = text_of(count);
    const uint8_t *bytes = (const uint8_t *)text;
    size_t naive = 0;
    for (size_t at = 0; at < count; at++) naive += bytes[at] == '\n';
    EXPECT(docbuild_count(bytes, count, '\n') == naive);
    for (size_t from = 0; from <= count;) {
      size_t found = docbuild_find_mark(bytes, count, from);
      EXPECT(found >= from && found <= count);
      from = found + 1;
    }
    for (size_t from = 0; from <= count;) {
      size_t found = docbuild_find_inline(bytes, count, from);
      size_t first = from;
      while (first < count && !strchr("\\`<![]", text[first])) first++;
      EXPECT(found == first);
      from = found + 1;
    }
    free(text);
  }
  EXPECT(docbuild_count(NULL, 0, 'a') == 0);
}

static void drive_hash(void) {
  static const uint8_t abc[] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea};  // FIPS 180-4
  uint8_t digest[32], parts[32];
  void *hash = malloc(docbuild_hash_size());
  docbuild_hash_begin(hash);
  docbuild_hash_add(hash, "abc", 3);
  docbuild_hash_end(hash, digest);
  EXPECT(memcmp(digest, abc, sizeof abc) == 0);
  for (size_t count = 0; count < 300; count += 7) {
    char *text = text_of(count);
    size_t cut = any((unsigned)count + 1);
    docbuild_hash_begin(hash);
    docbuild_hash_add(hash, text, count);
    docbuild_hash_end(hash, digest);
    docbuild_hash_begin(hash);
    docbuild_hash_add(hash, text, cut);
    docbuild_hash_add(hash, text + cut, count - cut);
    docbuild_hash_end(hash, parts);
    EXPECT(memcmp(digest, parts, 32) == 0);
    free(text);
  }
  free(hash);
}

// Parses in pieces of any size; returns how many nodes there are, -1 when the parse was stopped.
static int parse(const char *text, size_t count) {
  cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, docbuild_arena());
  cmark_node *root = NULL;
  int why = 0, nodes = 0;
  for (size_t at = 0; at < count && !why;) {
    size_t part = 1 + any(1 << 14);
    if (part > count - at) part = count - at;
    why = docbuild_parse(parser, text + at, part);
    at += part;
  }
  if (!why) why = docbuild_finish_parse(parser, &root);
  for (cmark_node *node = why ? NULL : cmark_node_first_child(root); node; node = cmark_node_next(node)) nodes++;
  docbuild_arena_reset();
  return why ? -1 : nodes;
}

static void *parse_some(void *unused) {
  for (int round = 0; round < 60; round++) {
    size_t count = any(round % 10 == 0 ? 1 << 18 : 1 << 12);
    char *text = text_of(count);
    EXPECT(parse(text, count) >= 0);
    free(text);
  }
  return unused;
}

static int mark;

static void *parse_deep(void *unused) {
  // libcmark's time is quadratic here: some minutes.
  enum { DEPTH = 100000 };
  char *text = malloc(3 * DEPTH);
  for (int at = 0; at < DEPTH; at++) memcpy(text + 2 * at, "- ", 2);
  memset(text + 2 * DEPTH, '\n', DEPTH);
  text[2 * DEPTH] = 'a';
  EXPECT(docbuild_arena_watch(&mark) == NULL);
  EXPECT(parse(text, 3 * DEPTH) == -1);
  EXPECT(parse("a\n", 2) == -1);
  EXPECT(docbuild_arena_watch(NULL) == &mark);
  EXPECT(parse("a\n", 2) == 1);
  free(text);
  return unused;
}

static void drive_arena(void) {
  pthread_t deep, some;
  // A block that grows for long: one line of a megabyte.
  char *line = malloc(1 << 20);
  memset(line, 'a', 1 << 20);
  EXPECT(parse(line, 1 << 20) == 1);
  free(line);
  pthread_create(&deep, NULL, parse_deep, NULL);
  pthread_create(&some, NULL, parse_some, NULL);
  parse_some(NULL);
  pthread_join(some, NULL);
  EXPECT(!docbuild_arena_is_stopped(&mark));
  docbuild_arena_stop(&mark);
  pthread_join(deep, NULL);
}

static void drive_toml(void) {
  for (int round = 0; round < 3000; round++) {
    size_t count = any(200);
    char *text = text_of(count);
    docbuild_toml *document = docbuild_toml_parse(text, count);
    EXPECT(document);
    size_t rows = 0;
    uint32_t line = 0, column = 0;
    if (!docbuild_toml_rows(document, &rows)) {
      EXPECT(strlen(docbuild_toml_error(document, &line, &column)) > 0);
    }
    docbuild_toml_free(document);
    free(text);
  }
  size_t rows = 0;
  const char *text = "a = \"x\"\n[b]\nc = [1, 2]\n";
  docbuild_toml *document = docbuild_toml_parse(text, strlen(text));
  const docbuild_toml_row *all = docbuild_toml_rows(document, &rows);
  EXPECT(all && rows == 6 && all[0].count == 2 && all[1].text_length == 1 && all[1].line == 1);
  docbuild_toml_free(document);
}

static docbuild_outcome run(const char *script, size_t input, size_t limit, int seconds, int stop) {
  char *const arguments[] = {"sh", "-c", (char *)script, NULL};
  char *const environment[] = {"PATH=/usr/bin:/bin", NULL};
  char *text = text_of(input);
  docbuild_outcome done = docbuild_run(
      "/bin/sh", arguments, environment, "/", (const uint8_t *)text, input, limit, seconds, stop);
  free(text);
  return done;
}

static int fails(const char *script, size_t input, size_t limit, int seconds, int stop) {
  docbuild_outcome done = run(script, input, limit, seconds, stop);
  free(done.output);
  free(done.errors);
  return done.failure;
}

static void drive_programs(void) {
  docbuild_outcome done = run("cat; echo x >&2; exit 3", 200000, 1 << 20, 60, -1);
  EXPECT(done.failure == 0 && done.status == 3 && done.output_count == 200000 && done.errors_count == 2);
  free(done.output);
  free(done.errors);
  done = run("kill -TERM $$", 0, 0, 60, -1);
  EXPECT(done.failure == 0 && done.status == 128 + SIGTERM && done.output_count == 0);
  free(done.output);
  free(done.errors);
  EXPECT(fails("exec <&-; exit 0", 1 << 20, 10, 60, -1) == 0);
  EXPECT(fails("yes", 0, 1000, 60, -1) == EFBIG);
  EXPECT(fails("sleep 100", 0, 1000, 1, -1) == ETIMEDOUT);
  int event = docbuild_make_event();
  docbuild_raise_event(event);
  EXPECT(fails("sleep 100", 0, 1000, 60, event) == ECANCELED);
  EXPECT(fails("exec >&- 2>&-; exec sleep 100", 0, 1000, 60, event) == ECANCELED);
  docbuild_clear_event(event);
  EXPECT(fails("true", 0, 1000, 60, event) == 0);
  close(event);
  char *const none[] = {NULL};
  done = docbuild_run("/nonexistent", none, none, "/", NULL, 0, 0, 1, -1);
  // An emulator that makes a fork of a vfork loses what became of the exec, as qemu-user does.
  EXPECT(getenv("DRIVE_EMULATED") || (done.failure == ENOENT && !done.output && !done.errors));
}

static void drive_kernel(void) {
  char folder[] = "/tmp/docbuild-drive-XXXXXX", path[64];
  EXPECT(mkdtemp(folder));
  int at = docbuild_openat(AT_FDCWD, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  EXPECT(at >= 0);
  int file = docbuild_openat(at, "a", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  EXPECT(file >= 0 && docbuild_put(file, "x", 1) == 1 && docbuild_sync(file) == 0);
  close(file);
  EXPECT(symlinkat("/etc/passwd", at, "out") == 0 && symlinkat("a", at, "in") == 0);
  EXPECT(docbuild_open_beneath(at, "out", O_RDONLY, 0) < 0);
  EXPECT(docbuild_open_beneath(at, "../../etc/passwd", O_RDONLY, 0) < 0);
  EXPECT(docbuild_open_beneath(at, "in", O_RDONLY, 1) < 0);
  for (int walks = 0; walks < 2; walks++) {
    snprintf(path, sizeof path, "%s/a", folder);
    file = docbuild_open_plain(path, O_RDONLY | O_CLOEXEC, walks);
    EXPECT(file >= 0);
    close(file);
    snprintf(path, sizeof path, "%s/in", folder);
    EXPECT(docbuild_open_plain(path, O_RDONLY | O_CLOEXEC, walks) < 0);
    snprintf(path, sizeof path, "%s/gone//x", folder);
    EXPECT(docbuild_open_plain(path, O_RDONLY | O_CLOEXEC, walks) == -ENOENT);
    EXPECT(docbuild_open_plain("a", O_RDONLY | O_CLOEXEC, walks) == -EINVAL);
  }
  int ends[2];
  EXPECT(pipe2(ends, O_CLOEXEC) == 0);
  close(ends[0]);
  EXPECT(docbuild_put(ends[1], "x", 1) == -EPIPE);
  close(ends[1]);
  docbuild_folders_tell(folder);
  unlinkat(at, "a", 0);
  unlinkat(at, "in", 0);
  unlinkat(at, "out", 0);
  close(at);
  rmdir(folder);
  EXPECT(docbuild_word_count() >= 1 && strlen(docbuild_word(0)) > 0);
  EXPECT(docbuild_thread_time(pthread_self()) > 0);
}

// Where the kernel sees to it, a confined process opens no file; it keeps what is open.
static void drive_confine(void) {
  int child = docbuild_split();
  EXPECT(child >= 0);
  if (child == 0) {
    int kept = open("/dev/null", O_RDONLY);
    if (!docbuild_confine()) docbuild_end(0);
    char byte;
    int is_kept = kept >= 0 && read(kept, &byte, 1) == 0;
    int opens = open("/dev/null", O_RDONLY) >= 0 || open("/", O_RDONLY) >= 0 || open("/proc/self/exe", O_RDONLY) >= 0;
    docbuild_end(is_kept && !opens ? 0 : 1);
  }
  int status = -1;
  EXPECT(waitpid(child, &status, 0) == child);
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void) {
  drive_text();
  drive_hash();
  drive_arena();
  drive_toml();
  drive_kernel();
  drive_programs();
  drive_confine();
  puts("driven");
  return 0;
}
