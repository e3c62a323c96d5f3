package import DocbuildCore

/// A file that `docbuild deps` writes for Make or ninja, and that these have made anew when a template changes.
package struct DependencyFile: Sendable {
  /// The words behind `docbuild deps` that make it.
  package let words: [Bytes]
  /// Its name, as a user in the current folder would write it; nil where only Make knows.
  package let name: Bytes?

  /// A file that is made by `docbuild deps WORDS`.
  package init(words: [Bytes], name: Bytes? = nil) {
    self.words = words
    self.name = name
  }

  private var command: Bytes { words.flatMap { [UInt8(ascii: " ")] + $0.quotedForShell() } }

  /// The edge that makes a ninja file anew before anything else (ninja manual, "Generating Ninja files from code"). What it
  /// reads is reported by a depfile, so that a template may go.
  var ninjaEdge: Bytes {
    guard let name else { return [] }
    var text = Bytes("\nrule deps\n  command = $docbuild deps".utf8)
    text += (command + Bytes(" -o ".utf8) + name.quotedForShell()).escapedForNinjaValue
    text += Bytes(" --depfile $out.d\n  description = deps $out\n".utf8)
    text += Bytes("  depfile = $out.d\n  deps = gcc\n  generator = 1\n  restat = 1\n".utf8)
    return text + Bytes("\nbuild ".utf8) + name.escapedForNinja + Bytes(": deps\n".utf8)
  }

  /// Rules of GNU Make that weave every output, and the file itself when a template changes.
  ///
  /// Make manual, 3.7 "How Makefiles Are Remade"; the file is called what `MAKEFILE_LIST` calls it. `touch` says that a page
  /// which came out the same is up to date.
  ///
  /// - Parameters:
  ///   - options: what each `docbuild weave` is called with, word by word.
  ///   - others: what else is read, as the configuration.
  package func makeRules(_ rows: [DependencyRow], options: [Bytes], others: [Bytes]) -> Bytes {
    let flags = options.flatMap { [UInt8(ascii: " ")] + $0.quotedForShell() }
    var text = Bytes("# Made by 'docbuild deps'.\n".utf8)
    text += Bytes("DOCBUILD ?= docbuild\ndocbuild-deps := $(lastword $(MAKEFILE_LIST))\n\n".utf8)
    for row in rows {
      let output = row.output.quotedForShell()
      let recipe =
        Bytes(" weave".utf8) + flags + [UInt8(ascii: " ")] + row.template.quotedForShell()
      let end = Bytes(" -o ".utf8) + output + Bytes(" && touch -c ".utf8) + output
      text += depfile(
        output: row.output, dependencies: row.inputs,
        recipe: Bytes("$(DOCBUILD)".utf8) + (recipe + end).escapedForRecipe)
    }
    // An in-place document is a target already, and changes whenever it is made.
    let read = rows.filter { $0.template != $0.output }.map(\.template) + others
    text += Bytes("\n$(docbuild-deps):".utf8)
    text += read.flatMap { Bytes(" \\\n  ".utf8) + $0.escapedForMake }
    text += Bytes("\n\t$(DOCBUILD) deps".utf8) + command.escapedForRecipe
    return text + Bytes(" > $@.new && mv $@.new $@\n".utf8)
  }
}

extension DependencyRow {
  /// All that the output is made from; Make takes no output that is made from itself.
  package var inputs: [Bytes] {
    let shown = output == template ? sources : [template] + sources
    let seen = Set(shown + [output])
    return shown + lookedThrough.filter { !seen.contains($0) }
  }
}

extension Bytes {
  /// A shell's words in a recipe of Make.
  fileprivate var escapedForRecipe: Bytes {
    flatMap { $0 == UInt8(ascii: "$") ? [$0, $0] : [$0] }
  }
}
