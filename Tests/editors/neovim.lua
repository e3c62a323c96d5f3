-- Drives `docbuild lsp` by Neovim's own client, from opening a page to renaming a region; run by Tests/editors/run.
local folder = os.getenv("EDITED") or error("EDITED names the folder")
vim.ui.select = function(items, _, chosen) chosen(items[1], 1) end

local function check(what, holds)
  if not holds then
    io.stdout:write("neovim: failed: " .. what .. "\n")
    vim.cmd("cquit 1")
  end
  io.stdout:write("neovim: " .. what .. "\n")
end

local function wait(what, done)
  check(what, vim.wait(20000, done, 20))
end

local id = vim.lsp.start_client({
  name = "docbuild",
  cmd = { os.getenv("DOCBUILD") or "docbuild", "lsp" },
  root_dir = folder,
})
check("the server starts", id ~= nil)

vim.cmd("edit " .. folder .. "/a.go")
local source = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(source, id)
vim.cmd("edit " .. folder .. "/page.md")
local page = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(page, id)

local client = vim.lsp.get_client_by_id(id)
wait("it answers", function() return client.initialized and client.server_capabilities.hoverProvider end)

local function request(buffer, method, line, column, more)
  vim.api.nvim_set_current_buf(buffer)
  vim.api.nvim_win_set_cursor(0, { line, column })
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(), more or {})
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
  local answer = answers[id] or {}
  check("no error from " .. method, answer.err == nil)
  return answer.result
end

local function problems() return vim.diagnostic.get(page) end

-- A name that is misspelt is told, and mended by its fix.
wait("the page is sound", function() return #problems() == 0 end)
vim.api.nvim_buf_set_lines(page, 2, 3, false, { "<!-- embed(a.go regon=one) -->" })
wait("a misspelt option is told", function()
  return #problems() > 0 and problems()[1].code == "unknown-option" or
    #problems() > 0 and problems()[1].user_data ~= nil
end)
vim.api.nvim_set_current_buf(page)
vim.api.nvim_win_set_cursor(0, { 3, 20 })
vim.lsp.buf.code_action({ only = { "quickfix" } })
wait("its fix mends it", function()
  return vim.api.nvim_buf_get_lines(page, 2, 3, false)[1] == "<!-- embed(a.go region=one) -->"
end)
wait("no problem is left", function() return #problems() == 0 end)

local hover = request(page, "textDocument/hover", 3, 10)
check("the excerpt is shown", hover.contents.value:find("func one", 1, true) ~= nil)
local places = request(page, "textDocument/definition", 3, 10)
check("it leads to the source", places[1].uri:find("a.go", 1, true) ~= nil)
local lenses = request(source, "textDocument/codeLens", 1, 0)
check("the source says where it is shown", lenses[1].command.title == "shown in 1 page")
local typed = request(page, "textDocument/completion", 3, 16)
check("options are proposed", #typed.items > 10)

-- A region gets another name in both files.
vim.api.nvim_set_current_buf(page)
vim.api.nvim_win_set_cursor(0, { 3, 24 })
vim.lsp.buf.rename("uno")
wait("the page names the region anew", function()
  return vim.api.nvim_buf_get_lines(page, 2, 3, false)[1] == "<!-- embed(a.go region=uno) -->"
end)
check("so does the source",
  vim.api.nvim_buf_get_lines(source, 2, 3, false)[1] == "// #region uno")

vim.lsp.stop_client(id)
wait("the server ends", function() return vim.lsp.client_is_stopped(id) end)
vim.cmd("qall!")
