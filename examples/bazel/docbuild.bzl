"""Weaves documents with docbuild: one action for all that a target lists, so that a cache keeps them together."""

_WEAVE = """
set -eu
docbuild=$PWD/$1 list=$2
# What lies in a sandbox are links that lead out of it, which docbuild does not follow.
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
while read -r kind from to; do
  case "$kind" in
    input)
      mkdir -p "$(dirname "$root/$to")"
      cp -L -- "$from" "$root/$to"
      ;;
    document) "$docbuild" weave "$root/$from" --root "$root" --quiet -o "$PWD/$to" ;;
  esac
done <"$list"
"""

def _pages(ctx):
    lines = ["input %s %s" % (file.path, file.short_path) for file in ctx.files.documents + ctx.files.srcs]
    outputs = []
    for file in ctx.files.documents:
        name = file.basename
        if name.endswith(".src"):
            name = name[:-len(".src")] + ".md"
        folder = file.short_path[:-len(file.basename)]
        output = ctx.actions.declare_file("%s/%s%s" % (ctx.label.name, folder, name))
        outputs.append(output)
        lines.append("document %s %s" % (file.short_path, output.path))
    for line in lines:
        if len(line.split(" ")) != 3:
            fail("a name with a blank: '%s'" % line)
    list = ctx.actions.declare_file(ctx.label.name + ".list")
    ctx.actions.write(list, "\n".join(lines) + "\n")
    ctx.actions.run_shell(
        inputs = ctx.files.documents + ctx.files.srcs + [list],
        outputs = outputs,
        tools = [ctx.executable.docbuild],
        command = _WEAVE,
        arguments = [ctx.executable.docbuild.path, list.path],
        mnemonic = "Docbuild",
        progress_message = "Weaving %d documents of %s" % (len(outputs), ctx.label),
    )
    return [DefaultInfo(files = depset(outputs))]

docbuild_pages = rule(
    implementation = _pages,
    doc = "The pages of some documents, below a folder of the target's name. What fails is reported as docbuild reports it.",
    attrs = {
        "documents": attr.label_list(allow_files = [".src", ".md"], mandatory = True),
        "srcs": attr.label_list(allow_files = True, doc = "All that the documents show, and docbuild.toml."),
        "docbuild": attr.label(default = "@docbuild//:docbuild", executable = True, cfg = "exec", allow_single_file = True),
    },
)

def _local(repository):
    program = repository.which("docbuild")
    if not program:
        fail("docbuild is not on PATH")
    repository.symlink(program, "docbuild")
    repository.file("BUILD.bazel", 'exports_files(["docbuild"])\n')

docbuild_on_path = repository_rule(
    implementation = _local,
    doc = "The docbuild of this machine: one static program, which an executor elsewhere is given as an input.",
    environ = ["PATH"],
)
