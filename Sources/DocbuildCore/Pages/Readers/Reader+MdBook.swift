extension Reader {
  /// mdBook (<https://rust-lang.github.io/mdBook/format/markdown.html>): `src` is the root, `x.md` becomes `x.html`, a
  /// `README.md` becomes its folder's index, and headings may have `{#id}`.
  package static let mdbook: Reader = {
    var made = Reader(
      name: "mdbook", summary: "a book of mdBook", signs: ["book.toml", "src/SUMMARY.md"]
    ) { settings in
      [ContentRoot(folder: settings.settings("src").first ?? "src")]
    }
    made.isClosed = true
    made.headingIDs = [.mdbook]
    made.summaryPage = "SUMMARY.md"
    // <https://rust-lang.github.io/mdBook/format/configuration/general.html#build-options>
    made.makesListed = true
    made.adapt = { $0.makesListed = $1.settings("create-missing").first != "false" }
    made.made = ["print.html", "toc.html", "404.html", "favicon.png", "favicon.svg"]
    made.makesIndex = true
    made.writtenIDs = ["{#id}"]
    made.inclusions = ["{{#include", "{{#rustdoc_include", "{{#playground", "{{#template"]
    return made
  }()
}
