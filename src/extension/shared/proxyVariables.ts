import { environment } from '../../core/product.ts';

/** Settings of the editor below `http`; undefined where it does not know them. */
export interface EditorProxy {
  readonly support: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: readonly string[] | undefined;
  readonly isStrict: boolean | undefined;
}

/**
 * The environment of a server that goes the way the editor goes. A password reaches it like this and stands in no file.
 * Without a proxy of the editor the variables of the person count.
 */
export function proxyVariables({ support, proxy, noProxy, isStrict }: EditorProxy): Record<string, string> {
  if (support === 'off') return {};
  const address = proxy?.trim() ?? '';
  const exceptions = (noProxy ?? []).filter((each) => typeof each === 'string' && each !== '').join(',');
  return {
    ...(address === '' ? {} : { [environment.proxy]: address }),
    ...(exceptions === '' ? {} : { [environment.noProxy]: exceptions }),
    ...(isStrict === false ? { [environment.proxyStrictSsl]: '0' } : {}),
  };
}
