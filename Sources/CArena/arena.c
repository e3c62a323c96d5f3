#include "CArena.h"

#include <cmark.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static _Thread_local slab *slabs;      // small blocks; the first is the one in use
static _Thread_local slab *large_ones; // a block each
static _Thread_local slab *spare;      // empty, for the next parse
static _Thread_local int spare_count;
static _Thread_local void *first[2];   // see docbuild_arena_first
static _Thread_local int first_count;

static void out_of_memory(void) {
  static const char text[] = "docbuild: error: out of memory while parsing Markdown\n";
  ssize_t ignored = write(2, text, sizeof text - 1);
  (void)ignored;
  _exit(2);
}

static slab *new_slab(size_t capacity) {
  slab *made = malloc(sizeof(slab) + capacity);
  if (!made) out_of_memory();
  made->next = NULL;
  made->capacity = capacity;
  made->used = 0;
  return made;
}

static size_t rounded(size_t size) { return (size + align - 1) & ~(size_t)(align - 1); }

static void *allocate(size_t size) {
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

void docbuild_arena_release(void) {
  docbuild_arena_reset();
  free_list(&spare);
  spare_count = 0;
}
