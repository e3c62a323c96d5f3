module example.com/article/server

go 1.19
