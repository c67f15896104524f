/** An instance of an Auto Scaling group. */
export interface GroupInstance {
  readonly id: string;
  /** `InService`, `Pending`, `Terminating:Wait`, … */
  readonly lifecycleState: string;
  /** Whether Auto Scaling calls it healthy. It replaces an instance that is not. */
  readonly isHealthy: boolean;
  /** Availability Zone. */
  readonly zone: string;
  /** How much of the desired capacity it counts for: 1, unless the group has weights. */
  readonly weight: number;
}

/** An alarm that invokes a scaling policy. */
export interface PolicyAlarm {
  readonly name: string;
  /** Whether it invokes what it should; null when there is no such alarm. */
  readonly actionsEnabled: boolean | null;
}

/** A scaling policy of an Auto Scaling group. */
export interface ScalingPolicyReading {
  readonly name: string;
  /** `TargetTrackingScaling`, `StepScaling`, `SimpleScaling` or `PredictiveScaling`. */
  readonly type: string;
  readonly isEnabled: boolean;
  /** A predictive policy that only forecasts changes no capacity. Absent: it scales. */
  readonly onlyForecasts?: true;
  /** None for a predictive policy. */
  readonly alarms: readonly PolicyAlarm[];
}

/** An Auto Scaling group, with what decides whether it can serve and grow. */
export interface AutoScalingGroupReading {
  readonly name: string;
  /** Capacities count instances, or the weights of instances. */
  readonly desired: number;
  readonly maximum: number;
  /** The Availability Zones that it may launch into. */
  readonly zones: readonly string[];
  readonly instances: readonly GroupInstance[];
  readonly suspended: readonly { readonly process: string; readonly reason: string }[];
  readonly targetGroupArns: readonly string[];
  /** `EC2`, and `ELB` when it replaces instances that their target groups find unhealthy. */
  readonly healthCheckTypes: readonly string[];
  readonly policies: readonly ScalingPolicyReading[];
  /** The status of the instance refresh that is under way; null without one. */
  readonly refresh: string | null;
  readonly isDeleting: boolean;
}

/** An Auto Scaling group as a scan for references reads it. */
export interface GroupAttachment {
  readonly name: string;
  readonly desired: number;
  readonly targetGroupArns: readonly string[];
}

/** A scheduled action of an Auto Scaling group, which sets its capacity at a time. */
export interface ScheduledActionReading {
  readonly name: string;
  /** The name of the group. */
  readonly group: string;
  /** The desired capacity, or else the minimum, that it sets; null when it sets neither. */
  readonly capacity: number | null;
}
