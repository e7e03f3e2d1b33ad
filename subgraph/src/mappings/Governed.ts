import { ParamUpdated } from "../../generated/StakeManager/StakeManager";
import { ParameterChange } from "../../generated/schema";
import { count } from "../entities/Collection";
import { getParameter, setValue } from "../entities/Parameter";
import { getProtocol, keepParameter, movesCaps } from "../entities/Protocol";
import { refreshCaps } from "../entities/Sink";
import { stamp } from "../fact";
import { factId } from "../ids";

/** A parameter of any of the five contracts has a new value. */
export function handleParamUpdated(event: ParamUpdated): void {
  const parameter = getParameter(event.address, event.params.key);

  setValue(parameter, event.params.newValue, event.block);
  const protocol = getProtocol();
  keepParameter(protocol, parameter.name, event.params.newValue);
  if (movesCaps(parameter.name)) refreshCaps(protocol);

  const change = new ParameterChange(factId(event));
  stamp(change, event);
  change.parameter = parameter.id;
  change.contract = event.address;
  change.key = event.params.key;
  change.name = parameter.name;
  change.oldValue = event.params.oldValue;
  change.newValue = event.params.newValue;
  change.save();
  count("ParameterChange");
}
