#ifndef DOCBUILD_CARENA_H
#define DOCBUILD_CARENA_H

#include <stddef.h>

struct cmark_mem;
struct cmark_node;
struct cmark_parser;

/// A bump allocator for libcmark, one for each thread.
///
/// A parse allocates hundreds of thousands of small nodes and frees them all at once, so nothing is
/// freed singly: docbuild_arena_reset() forgets everything that this thread has allocated. When memory
/// runs out the process ends with a message and exit code 2: libcmark has no other way to fail.
struct cmark_mem *_Nonnull docbuild_arena(void);

/// One of the first two zeroed blocks since the last reset, `index` 0 or 1; NULL when there is none yet.
///
/// A new libcmark parser asks for two, itself and the root of its document, in an order that depends on the
/// version: this is how the root can be found before cmark_parser_finish(), which would parse all inlines.
void *_Nullable docbuild_arena_first(int index);

/// Forgets all that this thread has allocated, and keeps a part of the memory for the next parse.
void docbuild_arena_reset(void);

/// How a parse ended that did not come to its end. What it has made must be forgotten then, unread.
enum { DOCBUILD_PARSE_STOPPED = 1, DOCBUILD_PARSE_OUT_OF_MEMORY = 2 };

/// cmark_parser_feed(); 0, or why it ended early.
int docbuild_parse(struct cmark_parser *_Nonnull parser, const char *_Nullable text, size_t count);

/// cmark_parser_finish(), the document being put into `root`; 0, or why it ended early.
int docbuild_finish_parse(
    struct cmark_parser *_Nonnull parser, struct cmark_node *_Nullable *_Nonnull root);

/// Makes parses of this thread stop once `mark` is set, NULL for never; returns what was watched before.
const int *_Nullable docbuild_arena_watch(const int *_Nullable mark);

/// Sets a mark, which is 0 at first, from any thread.
void docbuild_arena_stop(int *_Nonnull mark);

/// Whether a mark is set.
int docbuild_arena_is_stopped(const int *_Nonnull mark);

#endif
