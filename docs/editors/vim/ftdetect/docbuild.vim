autocmd BufNewFile,BufRead *.src setfiletype docbuild
