/** The form of a managed node's id (botocore). */
export const NODE_ID = /(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)/;
