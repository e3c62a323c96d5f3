import DocbuildCore

/// The check `pattern-on-page`: notation of console blocks that readers see. Off unless the configuration turns it on.
func patternsOnPage(_ page: Document, _ bytes: Bytes, of document: RootPath, in project: Project)
  -> [Diagnostic]
{
  guard project.configuration.checks.asksFor(.patternOnPage) else { return [] }
  let tests = PageTests(
    bytes, prompts: Array(project.configuration.prompts.keys), dialect: page.template.dialect)
  return tests.blocks.filter { !$0.isHidden && $0.output == nil }.flatMap { block in
    (block.transcript?.commands ?? []).flatMap { command in
      command.expected.indices.filter { command.expected[$0].isNotation }.compactMap { index in
        let line = command.expectedLines.lowerBound + index
        let text = block.lines[line]
        return page.origins(ofLine: block.openLine + 1 + line).last.map { origin in
          Diagnostic(
            .patternOnPage, "readers see this notation for output that may differ",
            at: origin.place(of: text, near: 1),
            notes: [
              .init(
                "show a sample instead, and put 'vary=/…/' or 'expect=\"…\"' into the 'test' comment before the block"
              )
            ])
        }
      }
    }
  }
}
