// The parse floor: reads documents, parses each with libcmark, and frees its tree.
//
//   floor         one document, from standard input
//   floor LIST    those whose names stand in the file LIST, one a line
#include <cmark.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *text;
static size_t capacity;

static int parse(int file) {
  struct stat status;
  size_t needed = fstat(file, &status) == 0 && status.st_size > 0 ? (size_t)status.st_size + 1 : 1 << 16;
  size_t count = 0;
  if (needed > capacity) text = realloc(text, capacity = needed);
  for (;;) {
    if (!text) return 2;
    ssize_t got = read(file, text + count, capacity - count);
    if (got < 0) return 2;
    if (got == 0) break;
    count += (size_t)got;
    if (count == capacity) text = realloc(text, capacity *= 2);
  }
  cmark_node *document = cmark_parse_document(text, count, CMARK_OPT_DEFAULT);
  if (!document) return 2;
  cmark_node_free(document);
  return 0;
}

int main(int count, char **arguments) {
  int code = 0;
  if (count < 2) return parse(0);
  FILE *list = fopen(arguments[1], "r");
  if (!list) return 2;
  char *name = NULL;
  size_t room = 0;
  while (code == 0 && getline(&name, &room, list) > 0) {
    name[strcspn(name, "\n")] = 0;
    int file = open(name, O_RDONLY);
    if (file < 0) return 2;
    code = parse(file);
    close(file);
  }
  fclose(list);
  return code;
}
