import DocbuildCore

extension TranscriptJob {
  /// Leaves of what commands printed only what their blocks show. Of a block of which nothing can be shown nothing is left.
  ///
  /// - Returns: why nothing can be shown, by the block.
  func showOutputs(_ outcome: inout TranscriptSession.Outcome) -> [Int: Diagnostic] {
    var problems: [Int: Diagnostic] = [:]
    for (index, block) in blocks.enumerated() where index < outcome.blocks.count {
      guard let output = block.output, var done = outcome.blocks[index],
        let result = done.commands.first, result.status == output.status
      else { continue }
      do throws(OutputTrouble) {
        let shown = try output.shown(result.output)
        done.commands = [TranscriptSession.CommandResult(output: shown, ending: result.ending)]
        outcome.blocks[index] = done
      } catch {
        problems[index] = Diagnostic(
          error.id, error.message,
          at: block.comment.map {
            document.place(of: error.text, line: $0.line, column: error.column)
          } ?? document.place(0, of: block), notes: result.tail.map { .init($0) })
        outcome.blocks[index] = nil
      }
    }
    return problems
  }
}
