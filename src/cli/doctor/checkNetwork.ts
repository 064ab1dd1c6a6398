import { networkOf, networkStanding } from '../../net/networkOf.ts';
import { describeNetwork } from '../../protocol/describeNetwork.ts';
import { memoryStatusOperation } from '../../protocol/operations/system/memoryStatus.ts';
import { withMemory } from '../withMemory.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

/** How requests leave the machine, and whether the server that runs keeps to the switch of this shell. */
export async function checkNetwork({ globals, io }: DoctorContext): Promise<Check> {
  const name = 'Network';
  try {
    const { result } = await withMemory(globals, io, (client) => client.call(memoryStatusOperation, {}));
    const here = networkStanding(networkOf(io.env));
    const { pid, network } = result;
    if (here.offline !== undefined && network?.offline === undefined)
      return warn(
        name,
        `${here.offline} is set here, but the memory server that runs (process ${pid}) was started without it`,
        'Set network.offline to true in config.jsonc, which counts at once, or start that server again with the variable.',
      );
    if (!network) return ok(name, describeNetwork(here));
    if (network.proxy === '')
      return fail(
        name,
        describeNetwork(network),
        'Correct http.proxy, HTTPS_PROXY or MEMORY_BRIDGE_PROXY: it has to be like http://proxy:8080.',
      );
    return ok(name, describeNetwork(network));
  } catch (error) {
    return fail(name, messageOf(error), 'Run: memory-bridge status');
  }
}
