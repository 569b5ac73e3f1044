import type { CapturesApi } from './capture';
import type { ColorsApi } from './colors';
import type { ConnectionsApi } from './connections';
import type { EndpointsApi } from './endpoints';
import type { EventName, Events } from './events';
import type { FieldsApi } from './fields';
import type { DropApi, FilesApi } from './files';
import type { FiltersApi } from './filters';
import type { FindApi } from './find';
import type { FlowApi } from './flow';
import type { GraphsApi } from './graphs';
import type { JobsApi } from './jobs';
import type { LiveApi } from './live-capture';
import type { PacketsApi } from './packets';
import type { ProtocolsApi } from './protocols';
import type { SettingsApi } from './settings';
import type { ShellApi } from './shell';
import type { SocketsApi } from './sockets';
import type { StreamApi } from './stream';

/** Every noun that main answers for, by name. */
export interface Api {
  readonly captures: CapturesApi;
  readonly packets: PacketsApi;
  readonly connections: ConnectionsApi;
  readonly endpoints: EndpointsApi;
  readonly protocols: ProtocolsApi;
  readonly sockets: SocketsApi;
  readonly live: LiveApi;
  readonly flow: FlowApi;
  readonly fields: FieldsApi;
  readonly filters: FiltersApi;
  readonly colors: ColorsApi;
  readonly find: FindApi;
  readonly graphs: GraphsApi;
  readonly stream: StreamApi;
  readonly files: FilesApi;
  readonly settings: SettingsApi;
  readonly shell: ShellApi;
  readonly jobs: JobsApi;
}

/** What a window finds as `window.wirestate`, whichever shell it runs in. */
export interface Bridge extends Api {
  readonly drop: DropApi;
  /** @returns a function that ends the listening */
  on<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void;
}
