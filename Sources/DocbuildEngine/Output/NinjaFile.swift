package import DocbuildCore

/// One output and what it is made from, as a user in the current folder would write the paths.
package struct DependencyRow: Sendable {
  package let output: Bytes
  package let template: Bytes
  package let sources: [Bytes]

  package init(output: Bytes, template: Bytes, sources: [Bytes]) {
    self.output = output
    self.template = template
    self.sources = sources
  }
}

/// A ninja file that weaves every output with one `docbuild weave`, which tells by a depfile what it read.
///
/// `restat` lets an output that came out the same stop there (ninja manual, "Rule variables").
package func ninjaFile(_ rows: [DependencyRow]) -> Bytes {
  var text = Bytes(
    """
    # Made by 'docbuild deps --format ninja'.
    ninja_required_version = 1.3
    docbuild = docbuild

    rule weave
      command = $docbuild weave $in -o $out --depfile $out.d
      description = weave $out
      depfile = $out.d
      deps = gcc
      restat = 1

    """.utf8)
  for row in rows where row.output != row.template {
    text += Bytes("\nbuild ".utf8) + row.output.escapedForNinja + Bytes(": weave ".utf8)
    text += row.template.escapedForNinja
    if !row.sources.isEmpty {
      text += Bytes(" |".utf8) + row.sources.flatMap { [UInt8(ascii: " ")] + $0.escapedForNinja }
    }
    text.append(UInt8(ascii: "\n"))
  }
  return text
}
