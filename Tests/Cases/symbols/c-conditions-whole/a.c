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
