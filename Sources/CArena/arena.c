#define _GNU_SOURCE
#include "CArena.h"

#include <cmark.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A slab's payload follows its header. Large requests get a slab of their own, which can grow.
typedef struct slab {
  struct slab *next;
  size_t capacity;
  size_t used;
  size_t reserved;  // keeps the payload aligned to 16 bytes
} slab;

enum { slab_size = 1 << 18, large = 1 << 15, align = 16 };

// Before every block stands its size, so that realloc knows what to copy.
typedef struct {
  size_t size;
  slab *own;  // the slab that holds nothing but this block, or NULL
} header;

static _Thread_local slab *slabs;       // small blocks; the first is the one in use
static _Thread_local slab *large_ones;  // a block each
static _Thread_local slab *spare;       // empty, for the next parse
static _Thread_local int spare_count;
static _Thread_local void *first[2];  // see docbuild_arena_first
static _Thread_local int first_count;
static _Thread_local int gives_back;  // whether this thread's end gives its memory back

static _Thread_local const int *stop;   // see docbuild_arena_watch
static _Thread_local jmp_buf *way_out;  // of the call into libcmark that runs; NULL outside

// libcmark has no way to fail; but all that it has allocated is here, so it can be left from where it stands.
static void leave(int why) {
  if (!way_out) __builtin_trap();
  longjmp(*way_out, why);
}

static void out_of_memory(void) { leave(DOCBUILD_PARSE_OUT_OF_MEMORY); }

static void leave_if_stopped(void) {
  if (stop && way_out && __atomic_load_n(stop, __ATOMIC_RELAXED)) leave(DOCBUILD_PARSE_STOPPED);
}

static pthread_key_t at_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void give_back(void *unused);

static void make_key(void) { pthread_key_create(&at_end, give_back); }

static slab *new_slab(size_t capacity) {
  if (!gives_back) {
    pthread_once(&once, make_key);
    gives_back = pthread_setspecific(at_end, &slabs) == 0;
  }
  slab *made = malloc(sizeof(slab) + capacity);
  if (!made) out_of_memory();
  made->next = NULL;
  made->capacity = capacity;
  made->used = 0;
  return made;
}

static size_t rounded(size_t size) { return (size + align - 1) & ~(size_t)(align - 1); }

static void *allocate(size_t size) {
  leave_if_stopped();
  size_t need = rounded(size) + sizeof(header);
  if (need > large) {
    slab *own = new_slab(need);
    own->next = large_ones;
    large_ones = own;
    own->used = need;
    header *head = (header *)(own + 1);
    head->size = size;
    head->own = own;
    return head + 1;
  }
  if (!slabs || slabs->capacity - slabs->used < need) {
    slab *fresh = spare;
    if (fresh) {
      spare = fresh->next;
      spare_count--;
      fresh->used = 0;
    } else {
      fresh = new_slab(slab_size);
    }
    fresh->next = slabs;
    slabs = fresh;
  }
  header *head = (header *)((char *)(slabs + 1) + slabs->used);
  slabs->used += need;
  head->size = size;
  head->own = NULL;
  return head + 1;
}

static void *arena_calloc(size_t count, size_t size) {
  if (size && count > SIZE_MAX / 2 / size) out_of_memory();
  void *made = allocate(count * size);
  memset(made, 0, count * size);
  if (first_count < 2 && count * size >= 64) first[first_count++] = made;
  return made;
}

void *docbuild_arena_first(int index) { return index < first_count ? first[index] : NULL; }

static void *grow_large(header *head, size_t size) {
  slab *old = head->own;
  slab **link = &large_ones;
  while (*link != old) link = &(*link)->next;
  slab *next = old->next;
  size_t need = rounded(size) + sizeof(header);
  slab *grown = realloc(old, sizeof(slab) + need);
  if (!grown) out_of_memory();
  grown->next = next;
  grown->capacity = grown->used = need;
  *link = grown;
  header *moved = (header *)(grown + 1);
  moved->size = size;
  moved->own = grown;
  return moved + 1;
}

static void *arena_realloc(void *block, size_t size) {
  if (!block) return allocate(size);
  header *head = (header *)block - 1;
  if (size <= rounded(head->size)) {
    if (size > head->size) head->size = size;
    return block;
  }
  if (head->own) return grow_large(head, size);
  // The newest small block grows where it stands when its slab has room.
  char *end = (char *)block + rounded(head->size);
  char *free_from = (char *)(slabs + 1) + slabs->used;
  size_t more = rounded(size) - rounded(head->size);
  if (end == free_from && slabs->capacity - slabs->used >= more) {
    slabs->used += more;
    head->size = size;
    return block;
  }
  void *made = allocate(size);
  memcpy(made, block, head->size);
  return made;
}

static void arena_free(void *block) { (void)block; }

static cmark_mem arena = {arena_calloc, arena_realloc, arena_free};

cmark_mem *docbuild_arena(void) { return &arena; }

static void free_list(slab **list) {
  while (*list) {
    slab *next = (*list)->next;
    free(*list);
    *list = next;
  }
}

// Slabs kept from one parse to the next, so that the system is not asked again and again for the same
// pages; what a larger parse needed beyond that is given back.
enum { kept = 64 };

void docbuild_arena_reset(void) {
  free_list(&large_ones);
  first_count = 0;
  while (slabs) {
    slab *next = slabs->next;
    if (spare_count < kept) {
      slabs->next = spare;
      spare = slabs;
      spare_count++;
    } else {
      free(slabs);
    }
    slabs = next;
  }
}

static void give_back(void *unused) {
  (void)unused;
  docbuild_arena_reset();
  free_list(&spare);
  spare_count = 0;
}

const int *docbuild_arena_watch(const int *mark) {
  const int *before = stop;
  stop = mark;
  return before;
}

void docbuild_arena_stop(int *mark) { __atomic_store_n(mark, 1, __ATOMIC_RELAXED); }

int docbuild_arena_is_stopped(const int *mark) { return __atomic_load_n(mark, __ATOMIC_RELAXED); }

// A line below many open containers takes libcmark long without asking for memory, so text is handed over in parts.
enum { part_size = 1 << 12 };

static size_t part_of(const char *text, size_t count) {
  if (!stop || count <= part_size) return count;
  const char *end = memrchr(text, '\n', part_size);
  return end ? (size_t)(end - text) + 1 : part_size;
}

static void feed(cmark_parser *parser, const char *text, size_t count) {
  while (count > 0) {
    leave_if_stopped();
    size_t part = part_of(text, count);
    cmark_parser_feed(parser, text, part);
    text += part;
    count -= part;
  }
}

int docbuild_parse(cmark_parser *parser, const char *text, size_t count) {
  jmp_buf here;
  int why = _setjmp(here);
  if (!why) {
    way_out = &here;
    feed(parser, text, count);
  }
  way_out = NULL;
  return why;
}

int docbuild_finish_parse(cmark_parser *parser, cmark_node **root) {
  jmp_buf here;
  int why = _setjmp(here);
  if (!why) {
    way_out = &here;
    leave_if_stopped();
    *root = cmark_parser_finish(parser);
  }
  way_out = NULL;
  return why;
}
