"""Drives `docbuild lsp` as the clients of other editors would, by pytest-lsp; run by Tests/editors/run."""

import os
import pathlib

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

FOLDER = pathlib.Path(os.environ["EDITED"])
PROFILES = ["visual-studio-code", "neovim", "emacs"]


@pytest_lsp.fixture(
    params=PROFILES,
    config=ClientServerConfig(server_command=[os.environ["DOCBUILD"], "lsp", "--stdio"]),
)
async def client(request, lsp_client: LanguageClient):
    # What the server may ask of a client that can do it.
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    @lsp_client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
    def asked(*_):
        return None

    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param), root_uri=FOLDER.as_uri()
        )
    )
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, name: str, text: str) -> str:
    uri = (FOLDER / name).as_uri()
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        )
    )
    return uri


async def problems(client: LanguageClient, uri: str):
    """Told or asked for, as the client's profile has it."""
    if client.capabilities.text_document.diagnostic is not None:
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        )
        return report.items
    while uri not in client.diagnostics:
        await client.wait_for_notification("textDocument/publishDiagnostics")
    return client.diagnostics[uri]


async def test_problems(client: LanguageClient):
    uri = opened(client, "typed.md", "ä😀 [x](none.md)\n")
    [problem] = await problems(client, uri)
    assert problem.code == "broken-link"
    start = problem.range.start
    assert (start.line, start.character) in [(0, 8), (0, 11)]


async def test_places(client: LanguageClient):
    uri = opened(client, "typed.md", "<!-- embed(a.go region=one) -->\n")
    place = {"text_document": types.TextDocumentIdentifier(uri), "position": types.Position(0, 8)}
    hover = await client.text_document_hover_async(types.HoverParams(**place))
    assert "func one" in hover.contents.value
    found = await client.text_document_definition_async(types.DefinitionParams(**place))
    assert found[0].uri.endswith("/a.go")
    place["position"] = types.Position(0, 23)
    typed = await client.text_document_completion_async(types.CompletionParams(**place))
    assert [item.label for item in typed.items] == ["one"]
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier((FOLDER / "page.md").as_uri()))
    )
    assert [symbol.name for symbol in symbols] == ["Page"]
