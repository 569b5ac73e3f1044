import { field } from '../fields/field';

/** VXLAN and its generic protocol extension have the network identifier in the same place, under the same name. */
export const vxlanNetwork = field(
  'vxlan.vni',
  'uint24',
  'Network identifier (VNI)',
  'Virtual network that the frame belongs to',
);
