-- Asks Vim's highlighting what it takes a directive for; run by Tests/editors/run.
vim.cmd("syntax on")
vim.cmd("edit " .. os.getenv("EDITED") .. "/x.src")
vim.api.nvim_buf_set_lines(0, 0, -1, false, {
  '```go', '<!-- include(a.go lines=1..3 from=/x y/ info="go x") -->', '```', '<!-- a comment -->',
})
local function at(line, column)
  return vim.fn.synIDattr(vim.fn.synID(line, column, 1), "name")
end
local line = vim.api.nvim_buf_get_lines(0, 1, 2, false)[1]
for what, wanted in pairs({
  ["include"] = "docbuildName", ["a.go"] = "docbuildDirective", ["lines"] = "docbuildOption",
  ["1..3"] = "docbuildNumber", ["x y"] = "docbuildPattern", ['go x'] = "docbuildString",
}) do
  local found = at(2, line:find(what, 1, true))
  if found ~= wanted then
    io.stdout:write(("vim: '%s' is %s, expected %s\n"):format(what, found, wanted))
    vim.cmd("cquit 1")
  end
end
if vim.bo.filetype ~= "docbuild" or at(4, 6):find("docbuild") then
  io.stdout:write("vim: another comment is taken for a directive\n")
  vim.cmd("cquit 1")
end
io.stdout:write("vim: directives are highlighted\n")
vim.cmd("qall!")
