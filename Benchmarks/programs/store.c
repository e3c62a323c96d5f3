// What a disk asks for: stores copies of files the way docbuild stores outputs, and does nothing else.
//
//   store LIST FOLDER
//
// Reads the files whose names stand in LIST, one a line; writes a copy of each into FOLDER/waiting, which must exist,
// waits once until all are on the disk, and renames them to FOLDER/stored, which must exist too.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { most = 1 << 20 };

static char room[most];

static int copy(const char *from, const char *to) {
  int file = open(from, O_RDONLY);
  ssize_t count = file < 0 ? -1 : read(file, room, most);
  if (count < 0) return 2;
  close(file);
  file = open(to, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (file < 0 || write(file, room, (size_t)count) != count) return 2;
  return close(file);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  FILE *list = fopen(arguments[1], "r");
  if (!list) return 2;
  char *name = NULL;
  char from[4096], to[4096];
  size_t size = 0;
  int files = 0;
  while (getline(&name, &size, list) > 0) {
    name[strcspn(name, "\n")] = 0;
    snprintf(to, sizeof to, "%s/waiting/%d", arguments[2], files++);
    if (copy(name, to) != 0) return 2;
  }
  int folder = open(arguments[2], O_RDONLY);
  if (folder < 0 || syncfs(folder) != 0) return 2;
  for (int index = 0; index < files; index++) {
    snprintf(from, sizeof from, "%s/waiting/%d", arguments[2], index);
    snprintf(to, sizeof to, "%s/stored/%d", arguments[2], index);
    if (rename(from, to) != 0) return 2;
  }
  return 0;
}
