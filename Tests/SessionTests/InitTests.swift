import Foundation
import Testing

/// `docbuild init`: what it makes, what it leaves, and what it says next.
struct InitTests {
  private func repository(_ files: [String: String]) throws -> Folder {
    let folder = Folder(files)
    try folder.commit()
    return folder
  }

  @Test func aFirstConfigurationHasOnlyWhatDiffers() throws {
    let folder = try repository([
      "README.md": "# A\n\ntext\n", "docs/a.md": "# A\n", "vendor/x/README.md": "# X\n",
      "main.go": "package main\n",
      "mkdocs.yml": "site_name: a\n",
    ])
    let outcome = try project("init", in: folder)
    outcome.expect(0)
    #expect(outcome.text == "made docbuild.toml\n")
    let made = folder.text("docbuild.toml")
    #expect(made.contains("# Found here: a site made by MkDocs; sources in go"), "\(made)")
    #expect(made.contains("exclude = [\"vendor/\"]\n"))
    #expect(made.contains("\npages = [\"README.md\", \"docs/**/*.md\"]\n"), "\(made)")
    #expect(made.contains("\nreader = { \"docs/\" = \"mkdocs\" }\n"), "\(made)")
    #expect(outcome.messages.contains("next, 'docbuild check'"))
    // It holds, and what it names is looked at.
    let checked = try project("check", in: folder)
    checked.expect(0)
    #expect(checked.messages.contains("2 pages checked"), "\(checked.messages)")
  }

  @Test func eachSiteIsNamedOnce() throws {
    let folder = try repository([
      "book.toml": "[book]\ntitle = \"A\"\n", "src/SUMMARY.md": "- [A](a.md)\n",
      "src/a.md": "# A\n",
      "print/book.toml": "[book]\nsrc = \"../src\"\n",
      "tests/one/book.toml": "[book]\n", "tests/one/src/SUMMARY.md": "# B\n",
      "docs/_config.yml": "title: A\n", "docs/_posts/2024-05-06-a.markdown": "# A\n",
      "docs/index.md": "# A\n",
    ])
    try project("init", in: folder).expect(0)
    let made = folder.text("docbuild.toml")
    let readers = "\nreader = { \"docs/\" = \"jekyll\", \"src/\" = \"mdbook\" }\n"
    #expect(made.contains(readers), "\(made)")
    #expect(made.contains("\"docs/**/*.md\", \"docs/**/*.markdown\""), "\(made)")
    try project("check", in: folder).expect(0)
  }

  @Test func whatIsThereStays() throws {
    let hooks = "repos:\n- repo: https://example.org/a\n  rev: v1\n  hooks:\n    - id: a\n"
    let folder = try repository([
      "README.md": "# A\n", "docbuild.toml": "# mine\n", ".pre-commit-config.yaml": hooks,
      ".github/workflows/docbuild.yml": "mine: true\n",
    ])
    let outcome = try project("init", "--ci", "--hook", in: folder)
    outcome.expect(0)
    #expect(
      outcome.text == """
        kept docbuild.toml: it is there already
        kept .github/workflows/docbuild.yml: it is there already
        added to .pre-commit-config.yaml

        """)
    #expect(folder.text("docbuild.toml") == "# mine\n")
    #expect(folder.text(".github/workflows/docbuild.yml") == "mine: true\n")
    let made = folder.text(".pre-commit-config.yaml")
    #expect(made.hasPrefix(hooks + "- repo: local\n  hooks:\n    - id: docbuild\n"), "\(made)")
    // Once more changes nothing.
    let again = try project("init", "--ci", "--hook", in: folder)
    #expect(again.text.contains("kept .pre-commit-config.yaml: docbuild is in it"))
    #expect(folder.text(".pre-commit-config.yaml") == made)
  }

  /// A list that other keys follow, and lines that end in CRLF, take the hook as well.
  @Test(arguments: [
    (
      "repos:\n  - repo: https://example.org/a\n    rev: v1\n    hooks:\n      - id: a\n\n# later\nexclude: ^x\n",
      "      - id: a\n  - repo: local\n    hooks:\n      - id: docbuild\n",
      "      pass_filenames: false\n\n# later\nexclude: ^x\n"
    ),
    (
      "ci:\r\n  skip: [b]\r\nrepos:\r\n- repo: https://example.org/a\r\n  hooks:\r\n  - id: a\r\n",
      "  - id: a\r\n- repo: local\r\n  hooks:\r\n    - id: docbuild\r\n",
      "      pass_filenames: false\r\n"
    ),
    (
      "repos: # all\n- repo: https://example.org/a\n  hooks:\n  - id: a",
      "  - id: a\n- repo: local\n  hooks:\n    - id: docbuild\n", "      pass_filenames: false\n"
    ),
  ])
  func theHookGoesBehindTheOthers(_ hooks: String, _ begins: String, _ ends: String) throws {
    let folder = try repository(["README.md": "# A\n", ".pre-commit-config.yaml": hooks])
    let outcome = try project("init", "--hook", in: folder)
    outcome.expect(0)
    #expect(outcome.text.contains("added to .pre-commit-config.yaml\n"), "\(outcome.text)")
    let made = folder.text(".pre-commit-config.yaml")
    #expect(made.contains(begins) && made.hasSuffix(ends), "\(made)")
    #expect(!made.contains("\r") || !made.replacingOccurrences(of: "\r\n", with: "").contains("\n"))
  }

  @Test func aDryRunOnlySays() throws {
    let folder = try repository(["README.md": "# A\n"])
    let before = folder.tree
    let outcome = try project("init", "--dry-run", "--ci", "--hook", in: folder)
    outcome.expect(0)
    for name in ["docbuild.toml", ".github/workflows/docbuild.yml", ".pre-commit-config.yaml"] {
      #expect(outcome.text.contains("--- /dev/null\n+++ b/\(name)\n"), "\(outcome.text)")
    }
    #expect(folder.tree == before)
  }

  @Test func gitLabGetsAJob() throws {
    let folder = try repository([
      "README.md": "# A\n", ".gitlab-ci.yml": "build:\n  script: [make]",
    ])
    try project("init", "--ci", in: folder).expect(0)
    #expect(folder.text(".gitlab-ci.yml").hasPrefix("build:\n  script: [make]\n\ndocbuild:\n"))
    #expect(!folder.exists(".github"))
  }

  @Test func theNextCommandIsTheOneThatFits() throws {
    let block = "```yaml\nservices:\n  server: {image: example}\n```\n"
    let pasted = try repository([
      "README.md": "See compose.yaml:\n\n" + block,
      "compose.yaml": "services:\n  server: {image: example}\n",
    ])
    let adopt = try project("init", in: pasted)
    #expect(adopt.messages.contains("next, 'docbuild adopt': 1 block"), "\(adopt.messages)")
    let book = try repository([
      "src/a.md": "```rust\n{{#include a.rs}}\n```\n", "src/a.rs": "fn a() {}\n",
    ])
    let migrate = try project("init", in: book)
    #expect(migrate.messages.contains("next, 'docbuild migrate': 1 page"), "\(migrate.messages)")
  }
}
