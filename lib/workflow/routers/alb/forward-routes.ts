/** Forward actions of Application Load Balancers that a workflow may shift. */
export interface ForwardRoutes {
  /** The kind of the router. */
  readonly kind: 'alb';
  /**
   * Listeners whose default action splits the traffic. May be known at deployment only.
   * @default - none
   */
  readonly listenerArns?: readonly string[];
  /**
   * Rules whose action splits the traffic. May be known at deployment only.
   * @default - none
   */
  readonly ruleArns?: readonly string[];
}
