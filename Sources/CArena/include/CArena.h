#ifndef DOCBUILD_CARENA_H
#define DOCBUILD_CARENA_H

#include <stddef.h>

struct cmark_mem;

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

/// Gives this thread's memory back to the system.
void docbuild_arena_release(void);

#endif
