// The parse floor: reads a document from standard input, parses it with libcmark, and frees the tree.
#include <cmark.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  struct stat status;
  size_t capacity = fstat(0, &status) == 0 && status.st_size > 0 ? (size_t)status.st_size + 1 : 1 << 16;
  size_t count = 0;
  char *text = malloc(capacity);
  for (;;) {
    if (!text) return 2;
    ssize_t got = read(0, text + count, capacity - count);
    if (got < 0) return 2;
    if (got == 0) break;
    count += (size_t)got;
    if (count == capacity) text = realloc(text, capacity *= 2);
  }
  cmark_node *document = cmark_parse_document(text, count, CMARK_OPT_DEFAULT);
  if (!document) return 2;
  cmark_node_free(document);
  free(text);
  return 0;
}
