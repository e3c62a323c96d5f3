#ifdef A
static int one(int x)
#else
int one(int x)
#endif
{
	return x;
}

int two(void)
#ifdef B
{
	return 1;
}
#else
{
	return 2;
}
#endif

#ifdef C
int three(void)
{
#ifdef D
	return 1;
#else
	return 2;
#endif
}
#endif

#ifdef E
int four = 4;
#endif
