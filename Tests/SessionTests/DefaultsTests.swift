import Testing

/// `[defaults]` and `[paths]` in the configuration.
struct DefaultsTests {
  @Test func theConfigurationSaysOptions() throws {
    let folder = Folder([
      "docbuild.toml": "[defaults]\n\"*.src\" = \"fence=a\"\n\"**/*\" = \"fence=b indent=1\"\n",
      "a.txt": "x\n", "page.src": "<!-- include(a.txt) -->\n",
    ])
    #expect(try docbuild("weave", "page.src", in: folder).text == "```a\n x\n```\n")
    #expect(try docbuild("build", in: folder).status == 0)
    #expect(folder.text("page.md") == "```a\n x\n```\n")
  }

  @Test(arguments: [
    ("[defaults]\n\"*\" = \"fnece\"\n", "unknown option 'fnece'"),
    ("[defaults]\n\"*\" = \"lines=0\"\n", "line range"),
    ("[paths]\nb = \"x\"\n", "is not a name for a folder"),
    ("[regions]\nx = { open = \"{}\", close = \"@e\" }\n", "can't be told from other text"),
    ("[link]\nrepository = \"github.com\"\n", "'repository' takes an address"),
  ])
  func wrongConfigurationIsSaid(_ text: String, _ message: String) throws {
    let outcome = try docbuild("check", in: Folder(["docbuild.toml": text]))
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }
}
