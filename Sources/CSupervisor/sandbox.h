#ifndef DOCBUILD_SANDBOX_H
#define DOCBUILD_SANDBOX_H

// What the sandbox of a supervisor is like: words such as `write=/path`, as docbuild_supervise has them.
typedef struct {
  const char *folder;
  char *const *words;
  int count;
} sandbox_plan;

// Paths, as an array of strings that ends with a null pointer.
typedef struct {
  char **paths;
  int count, room;
} path_list;

// Whether the plan has the word `word`, which has no value.
int plan_has(const sandbox_plan *plan, const char *word);

// The value of word `index` if it begins with `key` and '='; else null.
const char *plan_value(const sandbox_plan *plan, int index, const char *key);

// Whether `path` is one that may be written to, or below one.
int plan_writes(const sandbox_plan *plan, const char *path);

// The Unix sockets that processes outside can be reached by: those that are bound in this network namespace, those that
// are mounted, and those in the folders where services keep theirs, whoever bound them.
path_list find_sockets(void);

// Makes mounts of this process's own mount namespace: all read-only but for what the plan names, sockets covered.
// 0 or an errno.
int furnish_mounts(const sandbox_plan *plan, path_list sockets);

// New namespaces for this process and its children, with mounts as the plan has them. Without root's rights, and for a
// root that does not keep them, in a user namespace, whose powers end where it does. 0 or an errno.
int enter_sandbox(const sandbox_plan *plan);

// What the first process of the sandbox finds there: its own /proc, and the loopback interface up. 0 or an errno.
int furnish_sandbox(const sandbox_plan *plan);

#endif
