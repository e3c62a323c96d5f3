" Vim syntax file for docbuild's templates: Markdown with directives.
" In a page, `:runtime syntax/docbuild.vim` shows the directives as well.

if exists("b:current_syntax") && b:current_syntax ==# "docbuild"
  finish
endif
runtime! syntax/markdown.vim
unlet! b:current_syntax

" Comments that hold no directive are Markdown's own.
syntax region docbuildDirective start=/<!--\s\+\(include\|embed\|value\|defaults\|output\|test\|check\)(/
  \ end=/-->/ oneline containedin=ALL keepend contains=docbuildName,docbuildOption,docbuildString,docbuildPattern,docbuildNumber
syntax match docbuildDirective /<!--\s*\/\(embed\|value\|output\)\s*-->/ containedin=ALL
syntax match docbuildEscape /<!--\s\+\\\(include\|embed\|value\)(.\{-}-->/ containedin=ALL
syntax match docbuildName /\(<!--\s\+\)\@<=\(include\|embed\|value\|defaults\|output\|test\|check\)(\@=/ contained
syntax match docbuildOption /\s\@<=[a-z-]\+\ze=/ contained
syntax region docbuildString start=/"/ skip=/\\"/ end=/"/ contained oneline
syntax region docbuildPattern start=/=\@<=\// skip=/\\\// end=/\// contained oneline
syntax match docbuildNumber /=\@<=-\?\d[0-9.,-]*/ contained

highlight default link docbuildDirective PreProc
highlight default link docbuildEscape Comment
highlight default link docbuildName Keyword
highlight default link docbuildOption Identifier
highlight default link docbuildString String
highlight default link docbuildPattern Special
highlight default link docbuildNumber Number

let b:current_syntax = "docbuild"
