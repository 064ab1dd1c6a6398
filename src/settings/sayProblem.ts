/** What is wrong within a value that holds others, as a sentence that follows its name. */
export function sayProblem({ message }: { readonly message: string }): string {
  const said = message.replace(/^Invalid [a-z]+: (?=expected )/, '').replaceAll('"|"', '", "');
  return said.endsWith('.') ? said : `${said}.`;
}
