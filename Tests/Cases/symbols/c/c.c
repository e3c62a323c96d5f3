/* int phantom(void) { } only in a comment */
#include <stdio.h>

#define LIMIT 64
#define SQUARE(x) \
	((x) * \
	 (x))
#ifdef DEBUG
#define TRACE 1
#endif

typedef unsigned long word_t;
typedef int (*callback_t)(int, void *);

typedef struct {
	int x, y;
} Point;

typedef struct node_s {
	struct node_s *next;
	int value;
} Node;

struct server {
	char name[32];
	struct { int fd; } io;
};

enum color {
	RED,
	GREEN,
};

union slot { int i; float f; };

static const char *banner = "int phantom(void) {";
int counter, total = 0;
static int table[] = {
	1,
	2,
};
struct server global_server;

int add(int a, int b);

static inline int
add(int a,
    int b)
{
	int local = a;
	printf("} {\n");
	return local + b;
}

char **
split(const char *text)
{
#ifdef DEBUG
	puts("debug {");
#endif
	return NULL;
}

static void (*pick(int n))(int)
{
	return NULL;
}

#ifdef DEBUG
int debug_only(void) { return '{'; }
#else
int release_only(void) { return '}'; }
#endif

int main(int argc, char **argv)
{
	struct local_s { int a; } v;
	return add(v.a, LIMIT);
}
